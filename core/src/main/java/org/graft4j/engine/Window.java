package org.graft4j.engine;

import java.util.List;
import java.util.Locale;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.GroupedConvolution;

/**
 * How a convolution or a pooling moves over a picture: height first, then width.
 *
 * @param padding at the beginning
 * @param paddingAfter at the end
 * @param ends what the last window does; all but {@code FIXED} set the padding at the end
 */
record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padding,
    List<Integer> paddingAfter,
    List<Integer> dilation,
    Ends ends) {

  /** What decides where the last window ends. */
  enum Ends {
    /** Inside the padding that is given. */
    FIXED,
    /**
     * DL4J's mode Same: as much padding as gives {@code ceil(in / stride)}, the odd pixel at the
     * end; what is given does not count.
     */
    SAME,
    /** torch's ceil_mode: nothing is left over, and each window starts before the padding ends. */
    CEIL
  }

  static Window of(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same) {
    return new Window(
        List.of(kernel[0], kernel[1]),
        List.of(stride[0], stride[1]),
        same ? List.of(0, 0) : List.of(padding[0], padding[1]),
        same ? List.of(0, 0) : List.of(padding[0], padding[1]),
        List.of(dilation[0], dilation[1]),
        same ? Ends.SAME : Ends.FIXED);
  }

  static Window of(GroupedConvolution layer) {
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    int[] padding = layer.getPadding();
    if (layer.isSamePadding()) {
      return of(kernel, stride, padding, new int[] {1, 1}, true);
    }
    return new Window(
        List.of(kernel[0], kernel[1]),
        List.of(stride[0], stride[1]),
        List.of(padding[0], padding[2]),
        List.of(padding[1], padding[3]),
        List.of(1, 1),
        Ends.FIXED);
  }

  static Window of(CeilMaxPooling pooling) {
    List<Integer> padding = List.of(pooling.padding(), pooling.padding());
    return new Window(
        List.of(pooling.kernel(), pooling.kernel()),
        List.of(pooling.stride(), pooling.stride()),
        padding,
        padding,
        List.of(1, 1),
        Ends.CEIL);
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
    long step = stride.get(axis);
    long room = in + padding.get(axis) + paddingAfter.get(axis) - reach(axis);
    return switch (ends) {
      case SAME -> (in + step - 1) / step;
      case FIXED -> Math.floorDiv(room, step) + 1;
      case CEIL ->
          new CeilMaxPooling(kernel.get(axis), stride.get(axis), padding.get(axis)).places(in);
    };
  }

  /** Padding that all windows need together. */
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
    return ends == Ends.SAME
        ? new long[] {total(0, in[2]) / 2, total(1, in[3]) / 2}
        : new long[] {padding.get(0), padding.get(1)};
  }

  long[] after(long[] in) {
    if (ends == Ends.FIXED) {
      return new long[] {paddingAfter.get(0), paddingAfter.get(1)};
    }
    long[] before = before(in);
    return new long[] {
      Math.max(0, total(0, in[2]) - before[0]), Math.max(0, total(1, in[3]) - before[1])
    };
  }

  /** Shape of the weights; oneDNN has the groups in front, where there are several. */
  long[] weights(long outputs, long inputs, int groups) {
    return groups == 1
        ? new long[] {outputs, inputs, kernel.get(0), kernel.get(1)}
        : new long[] {groups, outputs / groups, inputs / groups, kernel.get(0), kernel.get(1)};
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
}
