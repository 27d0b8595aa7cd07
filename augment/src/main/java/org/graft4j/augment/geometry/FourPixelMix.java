package org.graft4j.augment.geometry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Mixes of four pixels each for many points of a picture at once, in integers, with a word on each
 * whether that is what doubles would have given.
 *
 * <p>Pillow mixes in doubles and truncates. Weights of 22 bits that add up to one are off by less
 * than three units, so a mix is off by less than 16 units times the pixels' largest difference; if
 * it is farther than that from a whole number, truncation gives the same. Else, which is rare (and
 * never so where four equal pixels meet), the point is in doubt and its owner asks the doubles. The
 * loops over arrays have the form that the JVM makes vector instructions of.
 */
final class FourPixelMix {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BITS = 22;
  private static final int ONE = 1 << BITS;
  private static final int FRACTION = ONE - 1;

  private final byte[] in;
  private final int width;
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;
  private final int[] weightA;
  private final int[] weightB;
  private final int[] weightC;
  private final int[] weightD;
  private final int[] differing;
  private final int[] sums;
  private final int[] doubts;
  private final int[] mixed;

  FourPixelMix(byte[] in, int width, int most) {
    this.in = in;
    this.width = width;
    a = new int[most];
    b = new int[most];
    c = new int[most];
    d = new int[most];
    weightA = new int[most];
    weightB = new int[most];
    weightC = new int[most];
    weightD = new int[most];
    differing = new int[most];
    sums = new int[most];
    doubts = new int[most];
    mixed = new int[most];
  }

  /**
   * Mixes at points, of which each has its four pixels and one more to the right.
   *
   * @param xs columns of points, in pixels' corners
   * @param from the first point
   * @param count how many
   */
  void mix(double[] xs, double[] ys, int from, int count) {
    gather(xs, ys, from, count);
    for (int i = 0; i < count; i++) {
      mixed[i] = 0;
      doubts[i] = 0;
    }
    compare(count);
    for (int shift = 0; shift < 24; shift += 8) {
      sum(shift, count);
      truncate(shift, count);
    }
  }

  /** The pixel of the i-th point, red lowest; the highest byte means nothing. */
  int mixed(int i) {
    return mixed[i];
  }

  /** Whether doubles may give another. */
  boolean inDoubt(int i) {
    return doubts[i] < 0;
  }

  private void gather(double[] xs, double[] ys, int from, int count) {
    byte[] rgb = in;
    int stride = 3 * width;
    int[] p = a;
    int[] q = b;
    int[] r = c;
    int[] s = d;
    int[] right = weightB;
    int[] down = weightC;
    for (int i = 0; i < count; i++) {
      long x = (long) ((xs[from + i] - 0.5) * ONE);
      long y = (long) ((ys[from + i] - 0.5) * ONE);
      int at = ((int) (y >> BITS)) * stride + 3 * ((int) (x >> BITS));
      long upper = (long) LONGS.get(rgb, at);
      long lower = (long) LONGS.get(rgb, at + stride);
      p[i] = (int) upper;
      q[i] = (int) (upper >>> 24);
      r[i] = (int) lower;
      s[i] = (int) (lower >>> 24);
      right[i] = ((int) x) & FRACTION;
      down[i] = ((int) y) & FRACTION;
    }
    for (int i = 0; i < count; i++) {
      int both = (int) (((long) right[i] * down[i]) >> BITS);
      weightA[i] = ONE - right[i] - down[i] + both;
      weightD[i] = both;
      right[i] = right[i] - both;
      down[i] = down[i] - both;
    }
  }

  /** In two loops: one would have more operations than are made vector instructions of. */
  private void sum(int shift, int count) {
    int[] p = a;
    int[] q = b;
    int[] r = c;
    int[] s = d;
    int[] wp = weightA;
    int[] wq = weightB;
    int[] wr = weightC;
    int[] ws = weightD;
    int[] out = sums;
    for (int i = 0; i < count; i++) {
      out[i] = wp[i] * ((p[i] >>> shift) & 0xff) + wq[i] * ((q[i] >>> shift) & 0xff);
    }
    for (int i = 0; i < count; i++) {
      out[i] = out[i] + wr[i] * ((r[i] >>> shift) & 0xff) + ws[i] * ((s[i] >>> shift) & 0xff);
    }
  }

  /** Bits in which neighbours differ, as a number, are at least their difference. */
  private void compare(int count) {
    int[] p = a;
    int[] q = b;
    int[] r = c;
    int[] s = d;
    int[] out = differing;
    for (int i = 0; i < count; i++) {
      out[i] = (p[i] ^ q[i]) | (r[i] ^ s[i]) | (p[i] ^ r[i]);
    }
  }

  private void truncate(int shift, int count) {
    int[] differ = differing;
    int[] in = sums;
    int[] doubt = doubts;
    int[] out = mixed;
    for (int i = 0; i < count; i++) {
      int off = ((differ[i] >>> shift) & 0xff) << 4;
      int fraction = in[i] & FRACTION;
      doubt[i] = doubt[i] | (fraction - off) | (FRACTION - fraction - off);
    }
    for (int i = 0; i < count; i++) {
      out[i] = out[i] | ((in[i] >>> BITS) << shift);
    }
  }
}
