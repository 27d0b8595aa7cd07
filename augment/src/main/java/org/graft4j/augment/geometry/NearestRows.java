package org.graft4j.augment.geometry;

import java.util.Arrays;

/**
 * Row by row, which pixel of a picture each pixel of a warped one shows: the one in which its
 * centre comes to lie. Three ways, as in Pillow, which differ in the last bits of a coordinate and
 * so at pixels' edges: added up in doubles where axes stay axes, in 16.16 fixed point for any other
 * affine mapping, and computed afresh for each point with perspective.
 */
abstract sealed class NearestRows {
  final int width;
  final int height;

  /** Index of the pixel shown, row by row; negative for none. */
  final int[] shown;

  private NearestRows(int width, int height, int newWidth) {
    this.width = width;
    this.height = height;
    this.shown = new int[newWidth];
  }

  static NearestRows of(Mapping mapping, int width, int height, int newWidth, int newHeight) {
    if (mapping.keepsAxes()) {
      return new Axes(mapping, width, height, newWidth);
    }
    return mapping.isAffine()
        ? new Affine(mapping, width, height, newWidth, newHeight)
        : new Projective(mapping, width, height, newWidth);
  }

  /** The indices for a row of the result; rows are asked for from 0 on, each once. */
  abstract int[] row(int y);

  /** Rows come from rows and columns from columns. */
  static final class Axes extends NearestRows {
    private final int[] columns;
    private final double step;
    private double down;

    private Axes(Mapping mapping, int width, int height, int newWidth) {
      super(width, height, newWidth);
      columns = new int[newWidth];
      double across = mapping.c() + mapping.a() * 0.5;
      for (int x = 0; x < newWidth; x++) {
        columns[x] = across >= 0 && across < width ? (int) across : -1;
        across += mapping.a();
      }
      down = mapping.f() + mapping.e() * 0.5;
      step = mapping.e();
    }

    @Override
    int[] row(int y) {
      int from = down >= 0 && down < height ? (int) down : -1;
      down += step;
      for (int x = 0; x < shown.length; x++) {
        shown[x] = from < 0 || columns[x] < 0 ? -1 : from * width + columns[x];
      }
      return shown;
    }
  }

  /**
   * Coordinates in fixed point. Pillow has 16 bits before the point and takes doubles for larger
   * pictures; with more bits behind the point, a long does for both.
   */
  static final class Affine extends NearestRows {
    private static final int LARGEST_OF_16_BITS = 1 << 15;

    private final int bits;
    private final long stepX;
    private final long stepY;
    private final long downX;
    private final long downY;
    private final long startX;
    private final long startY;

    private Affine(Mapping m, int width, int height, int newWidth, int newHeight) {
      super(width, height, newWidth);
      bits = reach(m, newWidth, newHeight) < LARGEST_OF_16_BITS ? 16 : 32;
      stepX = fixed(m.a());
      stepY = fixed(m.d());
      downX = fixed(m.b());
      downY = fixed(m.e());
      startX = fixed(m.c() + m.a() * 0.5 + m.b() * 0.5);
      startY = fixed(m.f() + m.d() * 0.5 + m.e() * 0.5);
    }

    private static double reach(Mapping m, int width, int height) {
      double across = Math.abs(m.a()) * width + Math.abs(m.b()) * height + Math.abs(m.c());
      double down = Math.abs(m.d()) * width + Math.abs(m.e()) * height + Math.abs(m.f());
      return Math.max(across, down);
    }

    private long fixed(double value) {
      return (long) Math.floor(value * (1L << bits) + 0.5);
    }

    @Override
    int[] row(int y) {
      long x0 = startX + y * downX;
      long y0 = startY + y * downY;
      int[] out = shown;
      int from = (int) Math.max(first(x0, stepX, width), first(y0, stepY, height));
      int to = (int) Math.max(from, Math.min(end(x0, stepX, width), end(y0, stepY, height)));
      Arrays.fill(out, 0, from, -1);
      Arrays.fill(out, to, out.length, -1);
      long atX = x0 + from * stepX;
      long atY = y0 + from * stepY;
      for (int x = from; x < to; x++) {
        out[x] = (int) (atY >> bits) * width + (int) (atX >> bits);
        atX += stepX;
        atY += stepY;
      }
      return out;
    }

    /** The first column whose point lies within {@code [0, size)}, if there is any. */
    private long first(long start, long step, int size) {
      long limit = (long) size << bits;
      if (step == 0) {
        return start >= 0 && start < limit ? 0 : shown.length;
      }
      long first = step > 0 ? -Math.floorDiv(start, step) : Math.floorDiv(start - limit, -step) + 1;
      return Math.max(0, Math.min(shown.length, first));
    }

    /** Behind the last such column. */
    private long end(long start, long step, int size) {
      long limit = (long) size << bits;
      if (step == 0) {
        return start >= 0 && start < limit ? shown.length : 0;
      }
      long end = step > 0 ? -Math.floorDiv(start - limit, step) : Math.floorDiv(start, -step) + 1;
      return Math.max(0, Math.min(shown.length, end));
    }
  }

  /** Two divisions a point. */
  static final class Projective extends NearestRows {
    private final Mapping m;

    private Projective(Mapping mapping, int width, int height, int newWidth) {
      super(width, height, newWidth);
      this.m = mapping;
    }

    @Override
    int[] row(int y) {
      double down = y + 0.5;
      double numeratorX = m.b() * down;
      double numeratorY = m.e() * down;
      double denominator = m.h() * down;
      for (int x = 0; x < shown.length; x++) {
        double across = x + 0.5;
        double below = m.g() * across + denominator + 1;
        double atX = (m.a() * across + numeratorX + m.c()) / below;
        double atY = (m.d() * across + numeratorY + m.f()) / below;
        // Not so for the NaN of a point that lies nowhere.
        boolean inside = atX >= 0 && atY >= 0 && atX < width && atY < height;
        shown[x] = inside ? ((int) atY) * width + (int) atX : -1;
      }
      return shown;
    }
  }
}
