package org.graft4j.augment.noise;

import org.graft4j.data.Picture;

/**
 * From RGB to JFIF's luma and chroma, through their rounded coefficients, and back, in 16-bit fixed
 * point.
 */
final class JpegRoundTrip {
  private static final int HALF = 0x8000;

  /** Grey's chroma, 128; halves go down, or pure blue would be 256. */
  private static final int MIDDLE = (128 << 16) + HALF - 1;

  private final int width;
  private final int height;
  private final JpegPlane luma;
  private final JpegPlane blue;
  private final JpegPlane red;

  private JpegRoundTrip(int width, int height) {
    this.width = width;
    this.height = height;
    this.luma = new JpegPlane(width, height);
    this.blue = new JpegPlane((width + 1) / 2, (height + 1) / 2);
    this.red = new JpegPlane((width + 1) / 2, (height + 1) / 2);
  }

  static Picture of(Picture picture, double quality) {
    JpegRoundTrip trip = new JpegRoundTrip(picture.width(), picture.height());
    trip.load(picture.rgb());
    trip.luma.round(JpegQuantum.luma(quality));
    trip.blue.round(JpegQuantum.chroma(quality));
    trip.red.round(JpegQuantum.chroma(quality));
    return trip.picture();
  }

  private void load(byte[] rgb) {
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        loadFour(rgb, x, y);
      }
    }
    luma.extend(width, height);
    blue.extend((width + 1) / 2, (height + 1) / 2);
    red.extend((width + 1) / 2, (height + 1) / 2);
  }

  /** Four pixels, of which those beyond the border are as those at it, and their mean chroma. */
  private void loadFour(byte[] rgb, int x, int y) {
    int right = Math.min(x + 1, width - 1);
    int below = Math.min(y + 1, height - 1);
    int chroma =
        load(rgb, x, y) + load(rgb, right, y) + load(rgb, x, below) + load(rgb, right, below);
    int to = y / 2 * blue.stride() + x / 2;
    // Halves go down and up by turns, so that they do not change the mean.
    int half = 1 + (x / 2 & 1);
    blue.values()[to] = (byte) (((chroma & 0xffff) + half) >> 2);
    red.values()[to] = (byte) (((chroma >>> 16) + half) >> 2);
  }

  /** Stores a pixel's luma; gives its two chroma values, 16 bits apart, so that they add up. */
  private int load(byte[] rgb, int x, int y) {
    int at = 3 * (y * width + x);
    int r = rgb[at] & 0xff;
    int g = rgb[at + 1] & 0xff;
    int b = rgb[at + 2] & 0xff;
    luma.values()[y * luma.stride() + x] = (byte) ((19595 * r + 38470 * g + 7471 * b + HALF) >> 16);
    int cb = (-11059 * r - 21709 * g + 32768 * b + MIDDLE) >> 16;
    int cr = (32768 * r - 27439 * g - 5329 * b + MIDDLE) >> 16;
    return cb | cr << 16;
  }

  private Picture picture() {
    byte[] rgb = new byte[3 * width * height];
    int[] blues = new int[(width + 1) / 2];
    int[] reds = new int[(width + 1) / 2];
    for (int y = 0; y < height; y++) {
      mixed(blue, y, blues);
      mixed(red, y, reds);
      int to = 3 * y * width;
      for (int x = 0; x < width; x++, to += 3) {
        int value = luma.values()[y * luma.stride() + x] & 0xff;
        int cb = between(blues, x) - 128;
        int cr = between(reds, x) - 128;
        rgb[to] = clipped(value + ((91881 * cr + HALF) >> 16));
        rgb[to + 1] = clipped(value + ((-22554 * cb - 46802 * cr + HALF) >> 16));
        rgb[to + 2] = clipped(value + ((116130 * cb + HALF) >> 16));
      }
    }
    return new Picture(width, height, rgb);
  }

  /** A row of chroma at full height: three parts of the nearer row and one of the other, summed. */
  private void mixed(JpegPlane plane, int y, int[] row) {
    int last = (height + 1) / 2 - 1;
    int near = plane.stride() * (y / 2);
    int far = plane.stride() * Math.max(0, Math.min(last, y / 2 + (y % 2 == 0 ? -1 : 1)));
    for (int x = 0; x < row.length; x++) {
      row[x] = 3 * (plane.values()[near + x] & 0xff) + (plane.values()[far + x] & 0xff);
    }
  }

  /** The same across; halves go up and down by turns. */
  private static int between(int[] row, int x) {
    int far = Math.max(0, Math.min(row.length - 1, x / 2 + (x % 2 == 0 ? -1 : 1)));
    return (3 * row[x / 2] + row[far] + 8 - x % 2) >> 4;
  }

  private static byte clipped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
