package org.graft4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Leaves out a residual branch for some of the examples while training (<a
 * href="https://arxiv.org/abs/1603.09382">Huang et al. 2016</a>): torchvision's {@code
 * StochasticDepth} in row mode.
 *
 * <p>In training each example of the batch is zero with probability {@code dropped}, and {@code 1 /
 * (1 - dropped)} times what it was otherwise; the draws come from ND4J's generator, as those of
 * dropout do. In inference, and frozen, the identity. Any shape; put it at the end of the branch.
 * It is a layer, not a vertex, since DL4J runs the vertices that are frozen as if they trained.
 */
public final class StochasticDepth extends NoParamLayer {
  @JsonProperty private final double dropped;

  /**
   * With that probability.
   *
   * @param dropped from 0 to less than 1
   */
  @JsonCreator
  public StochasticDepth(@JsonProperty("dropped") double dropped) {
    if (!(dropped >= 0 && dropped < 1)) {
      throw new IllegalArgumentException(
          "dropped must be from 0 to less than 1, but was " + dropped);
    }
    this.dropped = dropped;
  }

  /** The probability that an example is left out. */
  public double getDropped() {
    return dropped;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    StochasticDepthLayer layer = new StochasticDepthLayer(conf, type);
    if (listeners != null) {
      layer.setListeners(listeners);
    }
    layer.setIndex(index);
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(layerName, getClass(), inputType, inputType)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public StochasticDepth clone() {
    return (StochasticDepth) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StochasticDepth s && super.equals(other) && s.dropped == dropped;
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof StochasticDepth;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(dropped);
  }
}
