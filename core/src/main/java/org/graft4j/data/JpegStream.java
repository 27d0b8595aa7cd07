package org.graft4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The marker structure of a JPEG file, read to know its size, colours and orientation before any
 * decoding, and to see that it is whole.
 */
final class JpegStream {
  /** What the samples mean, decided by the rules of the Independent JPEG Group's decoder. */
  enum Colours {
    GREY,
    RGB,
    YCBCR,
    CMYK,
    YCCK
  }

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int COM = 0xfe;

  private final EncodedPicture data;
  private final List<int[]> kept = new ArrayList<>();
  private ExifOrientation orientation = ExifOrientation.AS_STORED;
  private boolean exifSeen;
  private boolean jfif;
  private int adobeTransform = -1;
  private int frame = -1;
  private long scanBytes;

  private JpegStream(EncodedPicture data) {
    this.data = data;
  }

  /** Walks over all markers up to the end-of-image marker. */
  static JpegStream parse(EncodedPicture data) throws UnreadablePictureException {
    JpegStream stream = new JpegStream(data);
    stream.walk();
    stream.checkFrame();
    return stream;
  }

  int width() {
    return data.u16be(frame + 7);
  }

  int height() {
    return data.u16be(frame + 5);
  }

  int components() {
    return data.u8(frame + 9);
  }

  ExifOrientation orientation() {
    return orientation;
  }

  Colours colours() {
    return switch (components()) {
      case 1 -> Colours.GREY;
      case 3 -> isRgb() ? Colours.RGB : Colours.YCBCR;
      default -> adobeTransform <= 0 ? Colours.CMYK : Colours.YCCK;
    };
  }

  private boolean isRgb() {
    if (jfif) {
      return false;
    }
    if (adobeTransform >= 0) {
      return adobeTransform == 0;
    }
    return componentId(0) == 'R' && componentId(1) == 'G' && componentId(2) == 'B';
  }

  private int componentId(int component) {
    return data.u8(frame + 10 + 3 * component);
  }

  /**
   * The stream without application data and comments. The decoder would look into colour profiles
   * and thumbnails there, take decisions by them that differ from Pillow's, and stumble over
   * damaged ones that have nothing to do with the pixels.
   */
  byte[] withoutMetadata() {
    int size = 4;
    for (int[] range : kept) {
      size += range[1] - range[0];
    }
    byte[] bare = new byte[size];
    bare[0] = (byte) 0xff;
    bare[1] = (byte) SOI;
    int at = 2;
    for (int[] range : kept) {
      System.arraycopy(data.bytes(), range[0], bare, at, range[1] - range[0]);
      at += range[1] - range[0];
    }
    bare[at] = (byte) 0xff;
    bare[at + 1] = (byte) EOI;
    return bare;
  }

  private void walk() throws UnreadablePictureException {
    int at = 2;
    while (true) {
      at = nextMarker(at);
      int marker = data.u8(at + 1);
      if (marker == EOI) {
        return;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= SOI)) {
        at += 2;
        continue;
      }
      if (at + 4 > data.length()) {
        throw truncated();
      }
      int end = at + 2 + data.u16be(at + 2);
      if (end < at + 4 || end > data.length()) {
        throw truncated();
      }
      if (marker == SOS) {
        int scan = end;
        end = endOfScan(scan);
        scanBytes += end - scan;
      }
      segment(marker, at, end);
      at = end;
    }
  }

  private void segment(int marker, int at, int end) throws UnreadablePictureException {
    if (marker >= 0xe0 && marker <= 0xef) {
      metadata(marker, at + 4, end);
      return;
    }
    if (marker == COM) {
      return;
    }
    boolean startOfFrame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (startOfFrame) {
      if (marker > 0xc2) {
        throw data.unreadable(
            "JPEG process SOF%d is not read (only baseline, extended and progressive Huffman are)",
            marker - 0xc0);
      }
      if (frame >= 0 || end < at + 10 || end < at + 10 + 3 * data.u8(at + 9)) {
        throw data.unreadable("its JPEG frame header is damaged");
      }
      frame = at;
      // At once, not after the walk: no more work for a picture that declares too much.
      data.checkSize(width(), height());
    }
    kept.add(new int[] {at, end});
  }

  private void metadata(int marker, int at, int end) {
    if (marker == 0xe0 && end - at >= 5 && data.has(at, "JFIF\0")) {
      jfif = true;
    } else if (marker == 0xee && end - at >= 12 && data.has(at, "Adobe")) {
      adobeTransform = data.u8(at + 11);
    } else if (marker == 0xe1 && !exifSeen && data.has(at, "Exif\0\0")) {
      exifSeen = true;
      orientation = ExifOrientation.parse(data, at + 6, end);
    }
  }

  /** The next marker's 0xff; bytes between segments that belong to none are passed over. */
  private int nextMarker(int from) throws UnreadablePictureException {
    for (int at = from; at + 1 < data.length(); at++) {
      if (data.u8(at) == 0xff && data.u8(at + 1) != 0xff && data.u8(at + 1) != 0) {
        return at;
      }
    }
    throw truncated();
  }

  /** Entropy-coded data ends at the first marker other than a restart. */
  private int endOfScan(int from) throws UnreadablePictureException {
    int at = nextMarker(from);
    while (data.u8(at + 1) >= 0xd0 && data.u8(at + 1) <= 0xd7) {
      at = nextMarker(at + 2);
    }
    return at;
  }

  private UnreadablePictureException truncated() {
    return data.unreadable(
        "truncated: the JPEG data ends after %d bytes without its end marker", data.length());
  }

  private void checkFrame() throws UnreadablePictureException {
    if (frame < 0 || scanBytes == 0) {
      throw data.unreadable("the JPEG holds no image data");
    }
    int precision = data.u8(frame + 4);
    if (precision != 8) {
      throw data.unreadable("JPEGs of %d bits a sample are not read", precision);
    }
    int components = components();
    if (components != 1 && components != 3 && components != 4) {
      throw data.unreadable("JPEGs of %d components are not read", components);
    }
    int across = 1;
    int down = 1;
    for (int c = 0; c < components; c++) {
      across = Math.max(across, data.u8(frame + 11 + 3 * c) >> 4);
      down = Math.max(down, data.u8(frame + 11 + 3 * c) & 15);
    }
    // Each minimum coded unit takes a bit at least.
    long units = ((width() - 1) / (8L * across) + 1) * ((height() - 1) / (8L * down) + 1);
    data.checkFilled(width(), height(), units / 8, scanBytes);
  }
}
