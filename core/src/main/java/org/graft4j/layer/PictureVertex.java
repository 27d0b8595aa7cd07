package org.graft4j.layer;

import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/** What the vertices without parameters of this package share. Immutable. */
abstract class PictureVertex extends GraphVertex {

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return numberOfInputs();
  }

  @Override
  public int maxVertexInputs() {
    return numberOfInputs();
  }

  @JsonIgnore
  int numberOfInputs() {
    return 1;
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(null, getClass(), inputs[0], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  /** The first of the inputs, which must be pictures in NCHW. */
  InputTypeConvolutional pictures(InputType... inputs) {
    if (inputs.length == numberOfInputs()
        && inputs[0] instanceof InputTypeConvolutional pictures
        && pictures.getFormat() == CNN2DFormat.NCHW) {
      return pictures;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s must have %d inputs, the first of pictures in NCHW, but had %s",
            this,
            numberOfInputs(),
            Arrays.toString(inputs)));
  }
}
