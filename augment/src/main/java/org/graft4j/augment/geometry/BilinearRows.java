package org.graft4j.augment.geometry;

import org.graft4j.data.Picture;

/**
 * Row by row, a warped picture whose pixels are mixed of the four around a point, by its distance
 * to them. As in Pillow, a point within the picture counts however near to the border it is, and
 * takes the border's pixels twice; results are truncated, not rounded.
 */
final class BilinearRows {
  private final Mapping m;
  private final byte[] in;
  private final int width;
  private final int height;
  private final double[] xs;
  private final double[] ys;

  BilinearRows(Mapping mapping, Picture picture, int newWidth) {
    this.m = mapping;
    this.in = picture.rgb();
    this.width = picture.width();
    this.height = picture.height();
    this.xs = new double[newWidth];
    this.ys = new double[newWidth];
  }

  /** Writes a row of the result, without what lies outside of the picture. */
  void row(int y, byte[] out, int at) {
    points(y);
    for (int x = 0; x < xs.length; x++) {
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
    double downX = m.b() * down;
    double downY = m.e() * down;
    for (int x = 0; x < xs.length; x++) {
      double across = x + 0.5;
      xs[x] = m.a() * across + downX + m.c();
      ys[x] = m.d() * across + downY + m.f();
    }
    if (!m.isAffine()) {
      double downBelow = m.h() * down;
      for (int x = 0; x < xs.length; x++) {
        double below = m.g() * (x + 0.5) + downBelow + 1;
        xs[x] /= below;
        ys[x] /= below;
      }
    }
  }

  private void mix(double px, double py, byte[] out, int to) {
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
      double below = d + (e - d) * dx;
      out[to + c] = (byte) (int) (above + (below - above) * dy);
    }
  }
}
