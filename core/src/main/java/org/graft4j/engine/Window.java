package org.graft4j.engine;

import java.util.List;
import java.util.Locale;

/**
 * How a convolution or a pooling moves over a picture: height first, then width.
 *
 * @param same DL4J's mode Same: as much padding as gives {@code ceil(in / stride)}, the odd pixel
 *     at the end; {@code padding} does not count then
 */
record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padding,
    List<Integer> dilation,
    boolean same) {

  static Window of(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same) {
    return new Window(
        List.of(kernel[0], kernel[1]),
        List.of(stride[0], stride[1]),
        same ? List.of(0, 0) : List.of(padding[0], padding[1]),
        List.of(dilation[0], dilation[1]),
        same);
  }

  /** The whole of a picture {@code [batch, channels, height, width]}. */
  static Window over(long[] picture) {
    int[] all = {(int) picture[2], (int) picture[3]};
    return of(all, all, new int[2], new int[] {1, 1}, false);
  }

  private long reach(int axis) {
    return 1 + (long) (kernel.get(axis) - 1) * dilation.get(axis);
  }

  private long out(int axis, long in) {
    return same
        ? (in + stride.get(axis) - 1) / stride.get(axis)
        : Math.floorDiv(in + 2L * padding.get(axis) - reach(axis), stride.get(axis)) + 1;
  }

  private long total(int axis, long in) {
    return Math.max(0, (out(axis, in) - 1) * stride.get(axis) + reach(axis) - in);
  }

  /**
   * Sizes of the output for an input {@code [batch, channels, height, width]}.
   *
   * @throws IllegalArgumentException if the padded picture is smaller than the window
   */
  long[] out(long[] in) {
    long[] out = {out(0, in[2]), out(1, in[3])};
    if (out[0] < 1 || out[1] < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pictures must be large enough for all windows of the network, but %d x %d pixels"
                  + " were left for one of %d x %d with padding %s",
              in[2],
              in[3],
              reach(0),
              reach(1),
              padding));
    }
    return out;
  }

  long[] before(long[] in) {
    return same
        ? new long[] {total(0, in[2]) / 2, total(1, in[3]) / 2}
        : new long[] {padding.get(0), padding.get(1)};
  }

  long[] after(long[] in) {
    long[] before = before(in);
    return same ? new long[] {total(0, in[2]) - before[0], total(1, in[3]) - before[1]} : before;
  }

  long[] kernels() {
    return new long[] {kernel.get(0), kernel.get(1)};
  }

  long[] strides() {
    return new long[] {stride.get(0), stride.get(1)};
  }

  /** oneDNN counts the pixels left out between two taps. */
  long[] gaps() {
    return new long[] {dilation.get(0) - 1L, dilation.get(1) - 1L};
  }

  boolean padded() {
    return same || padding.get(0) != 0 || padding.get(1) != 0;
  }
}
