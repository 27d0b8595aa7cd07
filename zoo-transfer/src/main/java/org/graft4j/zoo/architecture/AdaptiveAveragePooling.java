package org.graft4j.zoo.architecture;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
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
public final class AdaptiveAveragePooling extends GraphVertex {
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
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new AdaptiveAveragePoolingVertex(graph, name, index, type, height, width);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    if (inputs.length != 1 || !(inputs[0] instanceof InputTypeConvolutional pictures)) {
      throw new IllegalArgumentException(
          "adaptive average pooling must have one input [batch, channels, height, width]");
    }
    return InputType.convolutional(height, width, pictures.getChannels(), pictures.getFormat());
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    InputType out = getOutputType(-1, inputs);
    return new LayerMemoryReport.Builder(null, AdaptiveAveragePooling.class, inputs[0], out)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
