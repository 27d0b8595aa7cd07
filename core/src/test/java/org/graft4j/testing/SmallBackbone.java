package org.graft4j.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A backbone that is quick to run: one convolution, {@link #WIDTH} features, a source head. */
public final class SmallBackbone {
  /** Its features. */
  public static final int WIDTH = 8;

  /** Rows and columns of its pictures. */
  public static final int SIZE = 16;

  /** Classes of its source head. */
  public static final int SOURCE_CLASSES = 5;

  private SmallBackbone() {}

  /** Random weights by that seed. */
  public static Backbone of(long seed) {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
            .addLayer(
                "conv",
                new ConvolutionLayer.Builder(3, 3)
                    .stride(2, 2)
                    .nIn(3)
                    .nOut(WIDTH)
                    .activation(Activation.RELU)
                    .build(),
                "input")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv")
            .addLayer(
                "fc",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(WIDTH)
                    .nOut(SOURCE_CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "pool")
            .setOutputs("fc")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping((Runnable) graph::init);
    InputSpec input =
        new InputSpec(
            SIZE,
            SIZE,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25));
    return new Backbone(
        "custom",
        graph,
        input,
        LayerGroups.of(Map.of("all", Set.of("conv"))),
        "pool",
        WIDTH,
        Optional.empty());
  }
}
