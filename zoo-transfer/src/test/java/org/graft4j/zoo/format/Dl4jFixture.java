package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Small networks saved by DL4J itself, with the state of their updaters. */
final class Dl4jFixture {
  private static final int MANY = 60;

  private Dl4jFixture() {}

  static Path graph(Path folder) throws IOException {
    Path file = folder.resolve("graph.zip");
    ModelSerializer.writeModel(graph(), file.toFile(), true);
    return file;
  }

  static Path layers(Path folder) throws IOException {
    Path file = folder.resolve("layers.zip");
    ModelSerializer.writeModel(layers(), file.toFile(), true);
    return file;
  }

  /** A layer of 8 MB and many small ones behind it. */
  static Path manyLayers(Path folder) throws IOException {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .list()
            .layer(new DenseLayer.Builder().nIn(2000).nOut(1000).build())
            .layer(new DenseLayer.Builder().nIn(1000).nOut(1).build());
    for (int i = 2; i < MANY; i++) {
      layers.layer(new DenseLayer.Builder().nIn(1).nOut(1).build());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    Path file = folder.resolve("many.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file;
  }

  static List<String> namesOfManyLayers() {
    return IntStream.range(0, MANY)
        .boxed()
        .flatMap(layer -> Stream.of(layer + "_W", layer + "_b"))
        .toList();
  }

  static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam())
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(6, 6, 3))
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
                .addLayer("norm", new BatchNormalization(), "conv")
                .addLayer("out", output(), "norm")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  static MultiLayerNetwork layers() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(6)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(output())
                .setInputType(InputType.convolutional(5, 5, 1))
                .build());
    network.init();
    return network;
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }
}
