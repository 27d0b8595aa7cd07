package org.graft4j.zoo.adapt;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;

/** A convolution and its norm, in the two forms that DL4J has. */
final class Norms {
  private Norms() {}

  static ComputationGraph graph(boolean logarithm) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
                .addLayer(
                    "bn", new BatchNormalization.Builder().useLogStd(logarithm).build(), "conv")
                .setOutputs("bn")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }
}
