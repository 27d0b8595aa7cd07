package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What DL4J's updaters do and this loop does not. */
class UnappliedSettingsTest {

  private static ComputationGraph network(DenseLayer.Builder hidden) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden.nIn(4).nOut(8).build(), "in")
                .addLayer("out", output().nIn(8).build(), "hidden")
                .setOutputs("out")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  private static OutputLayer.Builder output() {
    return new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX);
  }

  private static void train(ComputationGraph graph) {
    TrainingLoop.train(graph, TrainingSettings.of(Toy.data(5, 1), 1, 0.02).build());
  }

  private static void assertRefused(DenseLayer.Builder hidden, String message) {
    ComputationGraph graph = network(hidden);
    assertThatThrownBy(() -> train(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void train_l2_isRefused() {
    assertRefused(
        new DenseLayer.Builder().l2(1e-4),
        "layer 'hidden' has l2 1.0E-4, which the training loop does not apply: remove it and set the optimizer's weightDecay instead");
  }

  @Test
  void train_l1OfBiases_isRefused() {
    assertRefused(
        new DenseLayer.Builder().l1Bias(0.5),
        "layer 'hidden' has l1 0.5, which the training loop does not apply: remove it and set the optimizer's weightDecay instead");
  }

  @Test
  void train_weightDecay_isRefused() {
    DenseLayer.Builder decayed = new DenseLayer.Builder();
    decayed.weightDecay(0.25);
    assertRefused(
        decayed,
        "layer 'hidden' has weightDecay 0.25, which the training loop does not apply: remove it and set the optimizer's weightDecay instead");
  }

  @Test
  void train_gradientNormalization_isRefused() {
    DenseLayer.Builder clipped = new DenseLayer.Builder();
    clipped.gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue);
    assertRefused(
        clipped,
        "layer 'hidden' has gradientNormalization ClipElementWiseAbsoluteValue, which the training loop does not apply: remove it or freeze the layer");
  }

  @Test
  void train_constraint_isRefused() {
    assertRefused(
        new DenseLayer.Builder().constrainWeights(new NonNegativeConstraint()),
        "layer 'hidden' has constraint NonNegativeConstraint, which the training loop does not apply: remove it or freeze the layer");
  }

  @Test
  void train_frozenLayerWithL2_isTrained() {
    ComputationGraph graph =
        GraphEdits.withFrozen(network(new DenseLayer.Builder().l2(1e-4)), "hidden"::equals);
    INDArray before = graph.getParam("out_W").dup();

    TrainingLoop.train(
        graph, TrainingSettings.of(Toy.data(5, 1), 1, 0.02).seed(Seed.of(1)).build());

    assertThat(graph.getParam("out_W")).isNotEqualTo(before);
  }

  private static ComputationGraph attention() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(4, 6))
                .addVertex(
                    "attention",
                    new AttentionVertex.Builder()
                        .nInKeys(4)
                        .nInQueries(4)
                        .nInValues(4)
                        .nOut(4)
                        .headSize(2)
                        .nHeads(2)
                        .projectInput(true)
                        .weightInit(WeightInit.XAVIER)
                        .build(),
                    "in",
                    "in",
                    "in")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                .addLayer("out", output().build(), "pool")
                .setOutputs("out")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  @Test
  void train_vertexWithParameters_isRefused() {
    ComputationGraph graph = attention();

    assertThatThrownBy(() -> train(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vertex 'attention' has parameters that this loop cannot train: freeze it");
  }

  @Test
  void refuse_frozenVertexWithParameters_isAccepted() {
    Set<String> trained = Set.of("out");

    UnappliedSettings.refuse(attention(), trained::contains);
  }
}
