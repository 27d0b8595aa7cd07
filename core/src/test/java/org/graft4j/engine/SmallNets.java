package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Networks of a few layers on pictures of 3 channels, and what they are compared with. */
final class SmallNets {
  static final int CHANNELS = 3;
  static final int HEIGHT = 11;
  static final int WIDTH = 9;

  private SmallNets() {}

  static ComputationGraph net(String output, UnaryOperator<GraphBuilder> layers) {
    return net(InputType.convolutional(HEIGHT, WIDTH, CHANNELS), 5, new NoOp(), output, layers);
  }

  static ComputationGraph net(
      InputType input,
      long seed,
      IUpdater updater,
      String output,
      UnaryOperator<GraphBuilder> layers) {
    Acceleration.enable();
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .activation(Activation.IDENTITY)
            .updater(updater)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(input);
    ComputationGraph graph =
        new ComputationGraph(
            layers
                .apply(builder)
                .setOutputs(output)
                .validateOutputLayerConfig(false)
                .allowDisconnected(true)
                .build());
    RngState.keeping((Runnable) graph::init);
    graph.paramTable().forEach(SmallNets::spread);
    return graph;
  }

  /** Statistics, scales and biases away from 0 and 1, so that leaving one out shows. */
  private static void spread(String name, INDArray values) {
    boolean log = name.endsWith("log10stdev");
    fill(values, name, log ? -0.2 : name.endsWith("var") ? 0.5 : -0.9, log ? 0.2 : 1.1);
  }

  static INDArray fill(INDArray values, String purpose, double from, double to) {
    RandomGenerator random = Seed.of(11).stream(purpose);
    INDArray drawn = Nd4j.create(values.dataType(), values.shape());
    for (long i = 0; i < drawn.length(); i++) {
      drawn.putScalar(i, random.nextDouble(from, to));
    }
    return values.assign(drawn);
  }

  static INDArray pictures(int n) {
    return fill(Nd4j.zeros(DataType.FLOAT, n, CHANNELS, HEIGHT, WIDTH), "pictures", -1, 1);
  }

  static ConvolutionLayer.Builder conv(int out, int... kernel) {
    return new ConvolutionLayer.Builder(kernel).nOut(out);
  }

  static ConvolutionLayer conv3(int out) {
    return conv(out, 3, 3).padding(1, 1).hasBias(false).build();
  }

  static BatchNormalization norm() {
    return new BatchNormalization.Builder().useLogStd(false).build();
  }

  /** What DL4J gives for it, and what the trunk gives, are one; on oneDNN, with so many as is. */
  static void assertAgrees(ComputationGraph graph, String frontier, INDArray batch, int asItIs) {
    INDArray expected = GraphEdits.truncatedAt(graph, frontier).outputSingle(batch.dup());
    try (Trunk trunk = Trunk.upTo(graph, frontier)) {
      assertThat(trunk.engine()).startsWith("oneDNN");
      assertThat(trunk.asTheyAre()).hasSize(asItIs);
      assertSame(trunk.output(batch), expected);
      assertSame(trunk.output(batch), expected);
    }
  }

  /** Within 1e-5 of the largest number, which is how sums of float32 in another order differ. */
  static void assertSame(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double largest = Math.max(1, expected.amaxNumber().doubleValue());
    assertThat(largest).isFinite();
    assertThat(actual.sub(expected).amaxNumber().doubleValue())
        .isCloseTo(0, Offset.offset(1e-5 * largest));
  }

  static float[] bits(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
