package org.graft4j.examples.methods;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Three plain convolutions with random weights: small, and of layers that can be widened. */
public final class SmallNetwork {
  private SmallNetwork() {}

  /**
   * As a backbone with a head of two classes, which fine-tuning replaces.
   *
   * @param width channels of the first convolution; each further one has twice as many
   */
  public static Backbone of(int width, Seed seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed.derive("small-network"))
            .weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(Bench.SIZE, Bench.SIZE, 3));
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    String below = "input";
    int in = 3;
    for (int i = 1; i <= 3; i++) {
      int out = width << (i - 1);
      graph.addLayer("conv" + i, convolution(in, out), below);
      graph.addLayer(
          "bn" + i, new BatchNormalization.Builder().useLogStd(false).build(), "conv" + i);
      graph.addLayer("relu" + i, new ActivationLayer(Activation.RELU), "bn" + i);
      groups.put(
          "block" + i,
          i < 3
              ? Set.of("conv" + i, "bn" + i, "relu" + i)
              : Set.of("conv3", "bn3", "relu3", "pool"));
      below = "relu" + i;
      in = out;
    }
    graph.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), below);
    graph.addLayer(
        "fc",
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(in)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build(),
        "pool");
    ComputationGraph network = new ComputationGraph(graph.setOutputs("fc").build());
    RngState.keeping((Runnable) network::init);
    InputSpec input =
        new InputSpec(
            Bench.SIZE,
            Bench.SIZE,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25));
    return new Backbone(
        "custom", network, input, LayerGroups.of(groups), "pool", in, Optional.empty());
  }

  private static ConvolutionLayer convolution(int in, int out) {
    return new ConvolutionLayer.Builder(3, 3)
        .stride(2, 2)
        .padding(1, 1)
        .nIn(in)
        .nOut(out)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }
}
