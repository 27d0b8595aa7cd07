package org.graft4j.augment.geometry;

import org.graft4j.data.Picture;

/**
 * Row by row, a warped picture whose pixels are mixed of the four around a point, by its distance
 * to them. As in Pillow, a point within the picture counts however near to the border it is, and
 * takes the border's pixels twice.
 */
abstract sealed class BilinearRows permits ExactRows, FastRows {
  /** Of a denominator: what is in front of the eye. */
  private static final double LEAST = 1e-3;

  final Mapping m;
  final byte[] in;

  /** Where the points of the row lie, in pixels' corners. */
  final double[] xs;

  final double[] ys;
  private final int width;
  private final int height;
  private final double[] centres;
  private final double[] below;
  private final double margin;
  private final double rounding;

  /**
   * For all rows of a result.
   *
   * @param margin how far from the border, in pixels, a point must be for {@link #inner}
   * @param rounding added to a mix before it is truncated
   */
  BilinearRows(Mapping mapping, Picture picture, int newWidth, double margin, double rounding) {
    this.m = mapping;
    this.in = picture.rgb();
    this.width = picture.width();
    this.height = picture.height();
    this.centres = new double[newWidth];
    for (int x = 0; x < newWidth; x++) {
      centres[x] = x + 0.5;
    }
    this.xs = new double[newWidth];
    this.ys = new double[newWidth];
    this.below = new double[newWidth];
    this.margin = margin;
    this.rounding = rounding;
  }

  /**
   * Mixes at points, of which each has its four pixels and one more to the right.
   *
   * @param from the first point
   * @param to behind the last one
   * @param at where in the result the row begins
   */
  abstract void inner(int from, int to, byte[] out, int at);

  /** Writes a row of the result, without what lies outside of the picture. */
  void row(int y, byte[] out, int at) {
    points(y);
    int from = 0;
    int to = 0;
    if (m.isAffine() || (below[0] > LEAST && below[below.length - 1] > LEAST)) {
      // Straight lines stay straight, so what lies between two inner points lies inside as well.
      to = xs.length;
      while (from < to && !isInner(from)) {
        from++;
      }
      while (to > from && !isInner(to - 1)) {
        to--;
      }
    }
    outer(0, from, out, at);
    inner(from, to, out, at);
    outer(to, xs.length, out, at);
  }

  private boolean isInner(int x) {
    return xs[x] >= 0.5 + margin
        && ys[x] >= 0.5 + margin
        && xs[x] < width - 1.5 - margin
        && ys[x] < height - 0.5 - margin;
  }

  private void outer(int from, int to, byte[] out, int at) {
    for (int x = from; x < to; x++) {
      double px = xs[x];
      double py = ys[x];
      // Not so for the NaN of a point that lies nowhere.
      if (px >= 0 && py >= 0 && px < width && py < height) {
        mix(px - 0.5, py - 0.5, out, at + 3 * x);
      }
    }
  }

  private void points(int y) {
    double down = y + 0.5;
    line(m.a(), m.b() * down, m.c(), xs);
    line(m.d(), m.e() * down, m.f(), ys);
    if (!m.isAffine()) {
      line(m.g(), m.h() * down, 1, below);
      for (int x = 0; x < xs.length; x++) {
        xs[x] = xs[x] / below[x];
        ys[x] = ys[x] / below[x];
      }
    }
  }

  private void line(double step, double down, double start, double[] out) {
    double[] across = centres;
    for (int x = 0; x < out.length; x++) {
      out[x] = step * across[x] + down + start;
    }
  }

  final void mix(double px, double py, byte[] out, int to) {
    int x = (int) Math.floor(px);
    int y = (int) Math.floor(py);
    double dx = px - x;
    double dy = py - y;
    int left = 3 * Math.max(x, 0);
    int right = 3 * Math.min(x + 1, width - 1);
    int upper = 3 * width * Math.max(y, 0);
    int lower = 3 * width * Math.min(y + 1, height - 1);
    for (int c = 0; c < 3; c++) {
      int a = in[upper + left + c] & 0xff;
      int b = in[upper + right + c] & 0xff;
      int d = in[lower + left + c] & 0xff;
      int e = in[lower + right + c] & 0xff;
      double above = a + (b - a) * dx;
      double under = d + (e - d) * dx;
      out[to + c] = (byte) (int) (above + (under - above) * dy + rounding);
    }
  }
}
