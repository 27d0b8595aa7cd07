package org.graft4j.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Averages to a fixed number of places, whatever the size of the input: torch's {@code
 * AdaptiveAvgPool2d}.
 *
 * <p>Output place {@code i} of {@code n} along an axis of length {@code s} is the mean over {@code
 * floor(i s / n)} to {@code ceil((i + 1) s / n) - 1}; the ranges overlap where {@code n} does not
 * divide {@code s}, and repeat places where {@code n > s}. Input {@code [batch, channels, height,
 * width]}, without parameters. Immutable.
 */
public final class AdaptiveAveragePooling extends PictureVertex {
  private final int height;
  private final int width;

  /**
   * To that many places.
   *
   * @param height rows of the output, positive
   * @param width columns of the output, positive
   */
  public AdaptiveAveragePooling(
      @JsonProperty("height") int height, @JsonProperty("width") int width) {
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "height and width must be positive, but were " + height + " and " + width);
    }
    this.height = height;
    this.width = width;
  }

  /** Rows of the output. */
  @JsonProperty("height")
  public int height() {
    return height;
  }

  /** Columns of the output. */
  @JsonProperty("width")
  public int width() {
    return width;
  }

  @Override
  public AdaptiveAveragePooling clone() {
    return new AdaptiveAveragePooling(height, width);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AdaptiveAveragePooling p && p.height == height && p.width == width;
  }

  @Override
  public int hashCode() {
    return 31 * height + width;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new AdaptiveAveragePoolingVertex(graph, name, index, type, this);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.convolutional(height, width, pictures(inputs).getChannels(), CNN2DFormat.NCHW);
  }

  @Override
  public String toString() {
    return "AdaptiveAveragePooling " + height + " x " + width;
  }
}
