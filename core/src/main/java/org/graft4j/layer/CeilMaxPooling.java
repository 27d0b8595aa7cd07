package org.graft4j.layer;

import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Maximum over square windows that keeps what is left over at the right and at the bottom: torch's
 * {@code MaxPool2d} with {@code ceil_mode=True}, as SqueezeNet has it.
 *
 * <p>An axis of length {@code s} gives {@code ceil((s + 2 padding - kernel) / stride) + 1} places,
 * less one if the last window would start behind the input and its left padding. Windows reach
 * beyond the input as far as they must; there is nothing there to be the maximum. Of equal numbers
 * the first gets the gradient. NaN is larger than all. Input {@code [batch, channels, height,
 * width]}, without parameters. Immutable.
 */
public final class CeilMaxPooling extends PictureVertex {
  private final int kernel;
  private final int stride;
  private final int padding;

  /**
   * With windows of that size.
   *
   * @param kernel rows and columns of a window, positive
   * @param stride places between two windows, positive
   * @param padding places outside the input at the left and at the top, at most half the kernel
   */
  public CeilMaxPooling(
      @JsonProperty("kernel") int kernel,
      @JsonProperty("stride") int stride,
      @JsonProperty("padding") int padding) {
    if (kernel <= 0 || stride <= 0 || padding < 0 || padding > kernel / 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "kernel and stride must be positive and padding from 0 to kernel / 2, but were %d, %d and %d",
              kernel,
              stride,
              padding));
    }
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
  }

  /** Rows and columns of a window. */
  @JsonProperty("kernel")
  public int kernel() {
    return kernel;
  }

  /** Places between two windows. */
  @JsonProperty("stride")
  public int stride() {
    return stride;
  }

  /** Places outside the input at the left and at the top. */
  @JsonProperty("padding")
  public int padding() {
    return padding;
  }

  /**
   * Places of the output along an axis. An axis that is a little shorter than a window has one too.
   *
   * @throws IllegalArgumentException if there is none, since the axis is shorter than a window by a
   *     stride or more
   */
  public long places(long size) {
    long ceiled = -Math.floorDiv(kernel - size - 2L * padding, (long) stride) + 1;
    long places = (ceiled - 1) * stride >= size + padding ? ceiled - 1 : ceiled;
    if (size < 1 || places < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pictures must be large enough for all windows of the network, but %d places were"
                  + " left for a window of %d in steps of %d with padding %d",
              size,
              kernel,
              stride,
              padding));
    }
    return places;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputTypeConvolutional in = pictures(inputs);
    return InputType.convolutional(
        places(in.getHeight()), places(in.getWidth()), in.getChannels(), CNN2DFormat.NCHW);
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new CeilMaxPoolingVertex(graph, name, index, type, this);
  }

  @Override
  public CeilMaxPooling clone() {
    return new CeilMaxPooling(kernel, stride, padding);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CeilMaxPooling p
        && p.kernel == kernel
        && p.stride == stride
        && p.padding == padding;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * kernel + stride) + padding;
  }

  @Override
  public String toString() {
    return "CeilMaxPooling " + kernel + " / " + stride + " padded by " + padding;
  }
}
