package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Where the features end and the head begins. */
class TrainedModelTest {

  private static TrainedModel model(ComputationGraphConfiguration.GraphBuilder builder) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    RngState.keeping((Runnable) graph::init);
    return new TrainedModel(
        graph, InputSpec.imageNet(), LabelMap.of(List.of("a", "b")), new Provenance(Map.of()));
  }

  private static ComputationGraphConfiguration.GraphBuilder graph() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.feedForward(3));
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build();
  }

  @Test
  void headVertex_ofOutputLayer_isTheOutput() {
    TrainedModel model =
        model(
            graph()
                .addLayer("hidden", dense(3, 4), "input")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "hidden")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "relu")
                .setOutputs("out"));

    assertThat(model.headVertex()).isEqualTo("out");
    assertThat(model.featureVertex()).isEqualTo("relu");
  }

  @Test
  void headVertex_ofLossLayer_isTheDenseLayerBelowIt() {
    TrainedModel model =
        model(
            graph()
                .addLayer("hidden", dense(3, 4), "input")
                .addLayer("fc", dense(4, 2), "hidden")
                .addLayer("out", softmax(), "fc")
                .setOutputs("out"));

    assertThat(model.headVertex()).isEqualTo("fc");
    assertThat(model.featureVertex()).isEqualTo("hidden");
  }

  @Test
  void headVertex_withoutWeights_isRefused() {
    TrainedModel model = model(graph().addLayer("out", softmax(), "input").setOutputs("out"));

    assertThatThrownBy(model::headVertex)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model must end with one layer that has weights, but 'out' reads [input]");
  }

  private static LossLayer softmax() {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }
}
