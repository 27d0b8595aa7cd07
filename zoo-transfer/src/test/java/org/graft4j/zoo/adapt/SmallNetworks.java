package org.graft4j.zoo.adapt;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of a few layers, as users build them with DL4J. */
final class SmallNetworks {
  static final int SIZE = 16;

  private SmallNetworks() {}

  /**
   * On pictures {@code [n, 3, 16, 16]}, with a head of three classes behind the vertex {@code top}.
   *
   * @param trunk adds the vertices from {@code input} to {@code top}; ReLU is the default
   */
  static Backbone of(UnaryOperator<GraphBuilder> trunk) {
    return of(
        trunk,
        net ->
            net.addLayer(
                "head",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "top"));
  }

  /**
   * As {@link #of(UnaryOperator)}, with another head; the features are {@code top}, averaged if
   * they are a map and the head is the default one.
   *
   * @param head adds the vertices from {@code top} to {@code head}
   */
  static Backbone of(UnaryOperator<GraphBuilder> trunk, UnaryOperator<GraphBuilder> head) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .activation(Activation.RELU)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 3));
    ComputationGraph graph =
        new ComputationGraph(head.apply(trunk.apply(builder)).setOutputs("head").build());
    RngState.keeping((Runnable) graph::init);
    return ForeignBackbone.of(graph).input(InputSpec.imageNet().withSize(SIZE, SIZE)).build();
  }
}
