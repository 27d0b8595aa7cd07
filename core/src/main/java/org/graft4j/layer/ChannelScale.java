package org.graft4j.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each channel of each picture times a number of its own: the last step of squeeze-and-excite (<a
 * href="https://arxiv.org/abs/1709.01507">Hu et al. 2018</a>).
 *
 * <p>Two inputs: pictures {@code [batch, channels, height, width]}, and the gate {@code [batch,
 * channels, 1, 1]} or {@code [batch, channels]}. Without parameters. Immutable.
 */
public final class ChannelScale extends PictureVertex {

  @Override
  int numberOfInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputTypeConvolutional pictures = pictures(inputs);
    long[] gate = inputs[1].getShape();
    boolean place =
        inputs[1] instanceof InputTypeConvolutional c && c.getHeight() == 1 && c.getWidth() == 1;
    if ((place || inputs[1] instanceof InputTypeFeedForward) && gate[0] == pictures.getChannels()) {
      return pictures;
    }
    throw new IllegalArgumentException(
        "the gate of a channel scale must have one number for each of the "
            + pictures.getChannels()
            + " channels, but was "
            + Arrays.toString(gate));
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new ChannelScaleVertex(graph, name, index, type, this);
  }

  @Override
  public ChannelScale clone() {
    return new ChannelScale();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelScale;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "ChannelScale";
  }
}
