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
 * Every so many places of a picture, with channels of zeros before and after its own: the shortcut
 * without parameters of the residual networks for CIFAR (option A of <a
 * href="https://arxiv.org/abs/1512.03385">He et al. 2016</a>), torch's {@code F.pad(x[:, :, ::2,
 * ::2], (0, 0, 0, 0, before, after))}.
 *
 * <p>{@code [batch, channels, height, width]} becomes {@code [batch, before + channels + after,
 * ceil(height / stride), ceil(width / stride)]}. Immutable.
 */
public final class PaddedShortcut extends PictureVertex {
  private final int stride;
  private final int before;
  private final int after;

  /**
   * With that many channels of zeros.
   *
   * @param stride of places that are taken, the first one always; positive
   * @param before channels in front, not negative
   * @param after channels behind, not negative
   */
  public PaddedShortcut(
      @JsonProperty("stride") int stride,
      @JsonProperty("before") int before,
      @JsonProperty("after") int after) {
    if (stride <= 0 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "stride must be positive, before and after not negative, but were %d, %d and %d",
              stride,
              before,
              after));
    }
    this.stride = stride;
    this.before = before;
    this.after = after;
  }

  /** Of places that are taken. */
  @JsonProperty("stride")
  public int stride() {
    return stride;
  }

  /** Channels of zeros in front. */
  @JsonProperty("before")
  public int before() {
    return before;
  }

  /** Channels of zeros behind. */
  @JsonProperty("after")
  public int after() {
    return after;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputTypeConvolutional in = pictures(inputs);
    return InputType.convolutional(
        -Math.floorDiv(-in.getHeight(), stride),
        -Math.floorDiv(-in.getWidth(), stride),
        before + in.getChannels() + after,
        CNN2DFormat.NCHW);
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new PaddedShortcutVertex(graph, name, index, type, this);
  }

  @Override
  public PaddedShortcut clone() {
    return new PaddedShortcut(stride, before, after);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PaddedShortcut p
        && p.stride == stride
        && p.before == before
        && p.after == after;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * stride + before) + after;
  }

  @Override
  public String toString() {
    return "PaddedShortcut / " + stride + " with " + before + " and " + after + " channels";
  }
}
