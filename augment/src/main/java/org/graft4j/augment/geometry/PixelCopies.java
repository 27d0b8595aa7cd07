package org.graft4j.augment.geometry;

/** Copies of single pixels, by index. */
final class PixelCopies {
  private PixelCopies() {}

  /** Three bytes a pixel; where nothing is shown, what is there stays. */
  static void pixels(byte[] from, int[] shown, byte[] out, int at) {
    int to = at;
    for (int pixel : shown) {
      if (pixel >= 0) {
        int source = 3 * pixel;
        out[to] = from[source];
        out[to + 1] = from[source + 1];
        out[to + 2] = from[source + 2];
      }
      to += 3;
    }
  }

  /** One byte a pixel. */
  static void labels(byte[] from, int[] shown, byte ignored, byte[] out, int at) {
    for (int x = 0; x < shown.length; x++) {
      out[at + x] = shown[x] >= 0 ? from[shown[x]] : ignored;
    }
  }
}
