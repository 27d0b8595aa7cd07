package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Smoothing, accuracy and cross-entropy on validation mean nothing behind another output. */
class SoftmaxOutputTest {

  private static final String WANTED =
      " must be an OutputLayer or LossLayer with softmax and MCXENT to be trained here, but was ";

  private static GraphBuilder graph(String... inputs) {
    return new NeuralNetConfiguration.Builder().seed(7).graphBuilder().addInputs(inputs);
  }

  private static ComputationGraph initialised(GraphBuilder conf) {
    ComputationGraph graph = new ComputationGraph(conf.validateOutputLayerConfig(false).build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  private static ComputationGraph under(Layer output) {
    return initialised(
        graph("in")
            .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
            .addLayer("out", output, "hidden")
            .setOutputs("out"));
  }

  private static OutputLayer output(ILossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nIn(3).nOut(3).activation(activation).build();
  }

  private static OutputLayer output(LossFunction loss, Activation activation) {
    return output(loss.getILossFunction(), activation);
  }

  private static void train(ComputationGraph graph) {
    TrainingLoop.train(graph, TrainingSettings.of(Toy.data(5, 1), 1, 0.02).build());
  }

  private static void assertRefused(ComputationGraph graph, String message) {
    float[] before = graph.params().toFloatVector();
    assertThatIllegalArgumentException().isThrownBy(() -> train(graph)).withMessage(message);
    assertThat(graph.params().toFloatVector()).isEqualTo(before);
  }

  private static void assertTrained(ComputationGraph graph) {
    float[] before = graph.params().toFloatVector();
    train(graph);
    assertThat(graph.params().toFloatVector()).isNotEqualTo(before);
  }

  @Test
  void train_squaredErrorBehindSoftmax_isRefused() {
    assertRefused(
        under(output(LossFunction.MSE, Activation.SOFTMAX)),
        "output 'out'" + WANTED + "OutputLayer with softmax and LossMSE");
  }

  @Test
  void train_crossEntropyBehindSigmoid_isRefused() {
    assertRefused(
        under(output(LossFunction.MCXENT, Activation.SIGMOID)),
        "output 'out'" + WANTED + "OutputLayer with sigmoid and LossMCXENT");
  }

  /** Its labels are class numbers, of which smoothing would make nonsense. */
  @Test
  void train_sparseCrossEntropy_isRefused() {
    assertRefused(
        under(output(new LossSparseMCXENT(), Activation.SOFTMAX)),
        "output 'out'" + WANTED + "OutputLayer with softmax and LossSparseMCXENT");
  }

  @Test
  void train_lossLayerWithSigmoid_isRefused() {
    assertRefused(
        under(new LossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build()),
        "output 'out'" + WANTED + "LossLayer with sigmoid and LossBinaryXENT");
  }

  @Test
  void train_centerLoss_isRefused() {
    assertRefused(
        under(
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(3)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build()),
        "output 'out'" + WANTED + "CenterLossOutputLayer");
  }

  @Test
  void train_outputWithoutALoss_isRefused() {
    assertRefused(
        under(new DenseLayer.Builder().nIn(3).nOut(3).activation(Activation.SOFTMAX).build()),
        "output 'out'" + WANTED + "DenseLayer");
  }

  @Test
  void train_twoOutputs_areRefused() {
    assertRefused(
        initialised(
            graph("in")
                .addLayer("a", withInputs(4), "in")
                .addLayer("b", withInputs(4), "in")
                .setOutputs("a", "b")),
        "graph must have one input and one output, but had [in] and [a, b]");
  }

  @Test
  void train_twoInputs_areRefused() {
    assertRefused(
        initialised(
            graph("left", "right")
                .addLayer("out", withInputs(8), "left", "right")
                .setOutputs("out")),
        "graph must have one input and one output, but had [left, right] and [out]");
  }

  private static OutputLayer withInputs(int width) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(width)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  @Test
  void train_weightedCrossEntropy_isTrained() {
    ILossFunction weighted = new LossMCXENT(Nd4j.createFromArray(1f, 2f, 3f));
    assertTrained(under(output(weighted, Activation.SOFTMAX)));
  }

  /** DL4J's other name for the same formula. */
  @Test
  void train_negativeLogLikelihood_isTrained() {
    assertTrained(under(output(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX)));
  }

  @Test
  void train_lossLayer_isTrained() {
    assertTrained(
        under(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build()));
  }
}
