package org.graft4j.augment.geometry;

import org.graft4j.data.Picture;

/** Pillow's mixes to the bit: truncated, not rounded. */
final class ExactRows extends BilinearRows {
  /** Far more than coordinates are off by, and little of a pixel. */
  private static final double MARGIN = 1e-3;

  private final FourPixelMix mix;

  ExactRows(Mapping mapping, Picture picture, int newWidth) {
    super(mapping, picture, newWidth, MARGIN, 0);
    this.mix = new FourPixelMix(picture.rgb(), picture.width(), newWidth);
  }

  @Override
  void inner(int from, int to, byte[] out, int at) {
    mix.mix(xs, ys, from, to - from);
    for (int x = from; x < to; x++) {
      int pixel = mix.mixed(x - from);
      int target = at + 3 * x;
      if (mix.inDoubt(x - from)) {
        mix(xs[x] - 0.5, ys[x] - 0.5, out, target);
      } else {
        out[target] = (byte) pixel;
        out[target + 1] = (byte) (pixel >> 8);
        out[target + 2] = (byte) (pixel >> 16);
      }
    }
  }
}
