package org.graft4j.engine;

import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.Acceleration;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks with everything in them that a training step knows, and data for them. */
final class TrainedGraphs {
  static final int CLASSES = 3;

  private TrainedGraphs() {}

  /** A stem, a residual block with a projection, pooling, a dense layer, an output. */
  static ComputationGraph residual() {
    return graph(
        g -> {
          conv(g, "stem", "input", 5, 3, 1, false);
          norm(g, "stem.norm", "stem");
          relu(g, "stem.relu", "stem.norm");
          g.addLayer(
              "pool",
              new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                  .kernelSize(3, 3)
                  .stride(2, 2)
                  .padding(1, 1)
                  .build(),
              "stem.relu");
          conv(g, "a", "pool", 18, 3, 2, false);
          norm(g, "a.norm", "a");
          relu(g, "a.relu", "a.norm");
          conv(g, "b", "a.relu", 18, 3, 1, true);
          norm(g, "b.norm", "b");
          conv(g, "side", "pool", 18, 1, 2, false);
          norm(g, "side.norm", "side");
          g.addVertex(
              "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b.norm", "side.norm");
          relu(g, "sum.relu", "sum");
          head(g, "sum.relu");
        });
  }

  /** Convolutions with bias and activation of their own, a plain sum, and a vertex as it is. */
  static ComputationGraph plain() {
    return graph(
        g -> {
          g.addLayer("a", convolution(6, 3, 1).activation(Activation.RELU).build(), "input");
          g.addLayer("b", convolution(6, 3, 1).activation(Activation.TANH).build(), "a");
          g.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b");
          g.addVertex("most", new ElementWiseVertex(ElementWiseVertex.Op.Max), "sum", "a");
          head(g, "most");
        });
  }

  static ComputationGraph graph(Consumer<GraphBuilder> layers) {
    Acceleration.enable();
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new NoOp())
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(12, 10, 3));
    layers.accept(builder);
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("output").build());
    graph.init();
    Random random = new Random(3);
    graph.paramTable().forEach((name, values) -> fill(name, values, random));
    return graph;
  }

  private static void fill(String name, INDArray values, Random random) {
    boolean positive = name.endsWith("_var") || name.endsWith("_gamma");
    for (long i = 0; i < values.length(); i++) {
      double number = random.nextGaussian() * 0.3;
      values.putScalar(i, positive ? 0.6 + Math.abs(number) : number);
    }
  }

  private static void conv(
      GraphBuilder g, String name, String from, int out, int kernel, int stride, boolean bias) {
    g.addLayer(name, convolution(out, kernel, stride).hasBias(bias).build(), from);
  }

  private static ConvolutionLayer.Builder convolution(int out, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(out)
        .stride(stride, stride)
        .padding(kernel / 2, kernel / 2)
        .activation(Activation.IDENTITY);
  }

  private static void norm(GraphBuilder g, String name, String from) {
    g.addLayer(name, new BatchNormalization.Builder().eps(1e-3).useLogStd(false).build(), from);
  }

  private static void relu(GraphBuilder g, String name, String from) {
    g.addLayer(name, new ActivationLayer(Activation.RELU), from);
  }

  private static void head(GraphBuilder g, String from) {
    g.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), from);
    g.addLayer(
        "dense", new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(), "mean");
    g.addLayer(
        "output",
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build(),
        "dense");
  }

  static INDArray batch(int size) {
    Random random = new Random(11);
    INDArray batch = Nd4j.create(DataType.FLOAT, size, 3, 12, 10);
    for (long i = 0; i < batch.length(); i++) {
      batch.putScalar(i, random.nextGaussian());
    }
    return batch;
  }

  static INDArray labels(int size) {
    INDArray labels = Nd4j.create(DataType.FLOAT, size, CLASSES);
    for (int i = 0; i < size; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }
}
