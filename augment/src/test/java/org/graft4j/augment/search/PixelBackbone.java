package org.graft4j.augment.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Features that know where in the picture things are: random sums of its pixels. */
final class PixelBackbone {
  static final int SIZE = 8;
  static final int WIDTH = 64;

  private PixelBackbone() {}

  static Backbone make() {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
            .addLayer(
                "sums",
                new DenseLayer.Builder().nOut(WIDTH).activation(Activation.IDENTITY).build(),
                "input")
            .addLayer(
                "fc",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "sums")
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
        LayerGroups.of(Map.of("all", Set.of("sums"))),
        "sums",
        WIDTH,
        Optional.empty());
  }
}
