package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Small networks saved by DL4J itself, with the state of their updaters. */
final class Dl4jFixture {
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
