package org.graft4j.augment.geometry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.graft4j.data.Picture;

/**
 * Mixes by weights of 8 bits, rounded: two channels in one product. All but the gathering of pixels
 * is loops over ints, each of few operations, which is what the JVM makes vector instructions of.
 */
final class FastRows extends BilinearRows {
  /** Coordinates have 16 bits behind the point and so 15 before it. */
  static final int LARGEST = (1 << 15) - 1;

  /** Points at a time: by then, rounded steps are off by less than half of the margin. */
  private static final int MOST = 1024;

  private static final double MARGIN = 1 / 64.0;
  private static final double ONE = 1 << 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int RED_AND_BLUE = 0xff00ff;
  private static final int GREEN = 0xff00;

  private final int stride;
  private final int[] stepsX;
  private final int[] stepsY;
  private final int[] x;
  private final int[] y;
  private final int[] from;
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;
  private final int[] weightA;
  private final int[] weightB;
  private final int[] weightC;
  private final int[] weightD;
  private final int[] mixed;
  private final int[] greens;

  FastRows(Mapping mapping, Picture picture, int newWidth) {
    super(mapping, picture, newWidth, MARGIN, 0.5);
    stride = 3 * picture.width();
    int most = Math.min(MOST, newWidth);
    stepsX = steps(mapping.a(), most);
    stepsY = steps(mapping.d(), most);
    x = new int[most];
    y = new int[most];
    from = new int[most];
    a = new int[most];
    b = new int[most];
    c = new int[most];
    d = new int[most];
    weightA = new int[most];
    weightB = new int[most];
    weightC = new int[most];
    weightD = new int[most];
    mixed = new int[most];
    greens = new int[most];
  }

  private static int[] steps(double step, int count) {
    int one = (int) Math.rint(step * ONE);
    int[] steps = new int[count];
    for (int i = 0; i < count; i++) {
      steps[i] = i * one;
    }
    return steps;
  }

  @Override
  void inner(int begin, int end, byte[] out, int at) {
    for (int start = begin; start < end; start += MOST) {
      int count = Math.min(MOST, end - start);
      if (m.isAffine()) {
        place(fixed(xs[start]), stepsX, fixed(ys[start]), stepsY, count);
      } else {
        fix(xs, start, x, count);
        fix(ys, start, y, count);
        place(0, x, 0, y, count);
      }
      gather(count);
      weigh(count);
      sum(a, weightA, b, weightB, RED_AND_BLUE, 0x800080, mixed, count);
      add(c, weightC, d, weightD, RED_AND_BLUE, mixed, count);
      sum(a, weightA, b, weightB, GREEN, 0x8000, greens, count);
      add(c, weightC, d, weightD, GREEN, greens, count);
      join(mixed, greens, count);
      write(out, at + 3 * start, count);
    }
  }

  private static int fixed(double place) {
    return (int) ((place - 0.5) * ONE);
  }

  private static void fix(double[] places, int start, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = (int) ((places[start + i] - 0.5) * ONE);
    }
  }

  /** Where the pixels of each point begin, and the products of its shares across and down. */
  private void place(int startX, int[] columns, int startY, int[] rows, int count) {
    int[] places = from;
    int row = stride;
    for (int i = 0; i < count; i++) {
      places[i] = ((startY + rows[i]) >> 16) * row + ((startX + columns[i]) >> 16) * 3;
    }
    int[] both = weightD;
    int[] right = weightB;
    int[] down = weightC;
    for (int i = 0; i < count; i++) {
      right[i] = ((startX + columns[i]) >>> 8) & 0xff;
      down[i] = ((startY + rows[i]) >>> 8) & 0xff;
    }
    for (int i = 0; i < count; i++) {
      both[i] = (right[i] * down[i] + 128) >>> 8;
    }
  }

  private void gather(int count) {
    int[] places = from;
    int row = stride;
    byte[] rgb = in;
    int[] p = a;
    int[] q = b;
    int[] r = c;
    int[] s = d;
    for (int i = 0; i < count; i++) {
      long upper = (long) LONGS.get(rgb, places[i]);
      long lower = (long) LONGS.get(rgb, places[i] + row);
      p[i] = (int) upper;
      q[i] = (int) (upper >>> 24);
      r[i] = (int) lower;
      s[i] = (int) (lower >>> 24);
    }
  }

  /** Four weights that add up to 256, so that no sum reaches the next channel. */
  private void weigh(int count) {
    int[] rest = weightA;
    int[] right = weightB;
    int[] down = weightC;
    int[] both = weightD;
    for (int i = 0; i < count; i++) {
      rest[i] = 256 - right[i] - down[i] + both[i];
    }
    for (int i = 0; i < count; i++) {
      right[i] = right[i] - both[i];
      down[i] = down[i] - both[i];
    }
  }

  private static void sum(
      int[] p, int[] wp, int[] q, int[] wq, int mask, int half, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = (p[i] & mask) * wp[i] + (q[i] & mask) * wq[i] + half;
    }
  }

  private static void add(int[] p, int[] wp, int[] q, int[] wq, int mask, int[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = (((p[i] & mask) * wp[i] + (q[i] & mask) * wq[i] + out[i]) >>> 8) & mask;
    }
  }

  private static void join(int[] redBlue, int[] green, int count) {
    for (int i = 0; i < count; i++) {
      redBlue[i] = redBlue[i] | green[i];
    }
  }

  private void write(byte[] out, int at, int count) {
    int[] pixels = mixed;
    // Two pixels by eight bytes, of which the last two belong to the next pixel, which follows.
    int pairs = (count - 1) / 2;
    for (int i = 0; i < pairs; i++) {
      LONGS.set(out, at + 6 * i, pixels[2 * i] | ((long) pixels[2 * i + 1] << 24));
    }
    for (int i = 2 * pairs; i < count; i++) {
      put(pixels[i], out, at + 3 * i);
    }
  }

  private static void put(int pixel, byte[] out, int at) {
    out[at] = (byte) pixel;
    out[at + 1] = (byte) (pixel >> 8);
    out[at + 2] = (byte) (pixel >> 16);
  }
}
