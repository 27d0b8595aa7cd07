package org.graft4j.data;

/**
 * How a stored picture must be turned to stand upright: EXIF tag 0x0112, values 1 to 8.
 *
 * @param value 1 = as stored; others as the EXIF standard numbers them
 */
record ExifOrientation(int value) {
  static final ExifOrientation AS_STORED = new ExifOrientation(1);

  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT = 3;

  /**
   * Reads the orientation out of a TIFF structure, as APP1, eXIf and EXIF chunks hold it. Damaged
   * metadata is no reason to refuse a picture: without a valid value it counts as stored upright.
   *
   * @param start first byte of the TIFF header
   * @param end behind the last byte
   */
  static ExifOrientation parse(EncodedPicture data, int start, int end) {
    boolean little = data.has(start, "II*\0");
    if (end - start < 14 || !(little || data.has(start, "MM\0*"))) {
      return AS_STORED;
    }
    long directory = start + (little ? data.u32le(start + 4) : data.u32be(start + 4));
    if (directory + 2 > end) {
      return AS_STORED;
    }
    int entries = u16(data, (int) directory, little);
    for (int i = 0; i < entries && directory + 14 + 12L * i <= end; i++) {
      int entry = (int) directory + 2 + 12 * i;
      if (u16(data, entry, little) == ORIENTATION_TAG && u16(data, entry + 2, little) == SHORT) {
        int value = u16(data, entry + 8, little);
        return value >= 1 && value <= 8 ? new ExifOrientation(value) : AS_STORED;
      }
    }
    return AS_STORED;
  }

  private static int u16(EncodedPicture data, int at, boolean little) {
    return little ? data.u16le(at) : data.u16be(at);
  }

  /** The upright picture; sides change places for the values 5 to 8. */
  Picture apply(Picture stored) {
    if (value == 1) {
      return stored;
    }
    int w = stored.width();
    int h = stored.height();
    // Where the upright picture's first pixel is stored, and the steps to its right and lower
    // neighbours, counted in stored pixels.
    int last = w * h - 1;
    int bottomLeft = w * (h - 1);
    return switch (value) {
      case 2 -> gather(stored, w, h, w - 1, -1, w);
      case 3 -> gather(stored, w, h, last, -1, -w);
      case 4 -> gather(stored, w, h, bottomLeft, 1, -w);
      case 5 -> gather(stored, h, w, 0, w, 1);
      case 6 -> gather(stored, h, w, bottomLeft, -w, 1);
      case 7 -> gather(stored, h, w, last, -w, -1);
      case 8 -> gather(stored, h, w, w - 1, w, -1);
      default -> throw new IllegalStateException("orientation must be 1 to 8, but was " + value);
    };
  }

  private static Picture gather(Picture stored, int w, int h, int first, int right, int down) {
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < h; y++) {
      int pixel = first + y * down;
      for (int x = 0; x < w; x++, pixel += right) {
        to[at++] = from[3 * pixel];
        to[at++] = from[3 * pixel + 1];
        to[at++] = from[3 * pixel + 2];
      }
    }
    return new Picture(w, h, to);
  }
}
