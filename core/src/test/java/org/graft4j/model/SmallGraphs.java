package org.graft4j.model;

import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small residual net with batch norm on pictures and on features, and data for it. */
final class SmallGraphs {
  private SmallGraphs() {}

  /** conv1 bn1 relu1 (conv2 bn2 + relu1 = add) relu2 pool dense bn3 tanh fc out, three classes. */
  static ComputationGraph residual(DataType type, boolean logStd) {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(type)
            .updater(new Adam(1e-2))
            .l2(1e-3)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(6, 5, 2))
            .addLayer("conv1", conv(), "input")
            .addLayer("bn1", norm(logStd), "conv1")
            .addLayer("relu1", new ActivationLayer(Activation.TANH), "bn1")
            .addLayer("conv2", conv(), "relu1")
            .addLayer("bn2", norm(logStd), "conv2")
            .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn2", "relu1")
            .addLayer("relu2", new ActivationLayer(Activation.TANH), "add")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu2")
            .addLayer(
                "dense",
                new DenseLayer.Builder().nOut(5).activation(Activation.IDENTITY).build(),
                "pool")
            .addLayer("bn3", norm(logStd), "dense")
            .addLayer(
                "fc",
                new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
                "bn3")
            .addLayer(
                "out",
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
                "fc")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping((Runnable) graph::init);
    graph.paramTable().forEach(SmallGraphs::spread);
    return graph;
  }

  /** Statistics and scales away from 0 and 1, so that leaving one out shows. */
  private static void spread(String name, INDArray values) {
    if (name.startsWith("bn")) {
      boolean log = name.endsWith("log10stdev");
      fill(values, name, log ? -0.2 : 0.5, log ? 0.2 : 1.5);
    }
  }

  private static INDArray fill(INDArray values, String purpose, double from, double to) {
    RandomGenerator random = Seed.of(11).stream(purpose);
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, random.nextDouble(from, to));
    }
    return values;
  }

  static INDArray pictures(DataType type, int n) {
    return fill(Nd4j.zeros(type, n, 2, 6, 5), "pictures", -1, 1);
  }

  static INDArray labels(DataType type, int n) {
    INDArray labels = Nd4j.zeros(type, n, 3);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  private static ConvolutionLayer conv() {
    return new ConvolutionLayer.Builder(3, 3)
        .padding(1, 1)
        .nOut(4)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization norm(boolean logStd) {
    return new BatchNormalization.Builder().useLogStd(logStd).build();
  }
}
