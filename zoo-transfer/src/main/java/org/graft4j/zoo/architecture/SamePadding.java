package org.graft4j.zoo.architecture;

/** Keras's padding {@code Same}: as many zeros as give {@code ceil(size / stride)} places. */
final class SamePadding {
  private SamePadding() {}

  /**
   * Zeros before and after; the odd one is after.
   *
   * @param side of the network's pictures
   * @param scale how much smaller they have become, rounded up each time
   */
  static int[] of(int side, int scale, int kernel, int stride) {
    int in = (side + scale - 1) / scale;
    int out = (in + stride - 1) / stride;
    int total = Math.max(0, (out - 1) * stride + kernel - in);
    return new int[] {total / 2, total - total / 2};
  }
}
