package org.graft4j.layer;

import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One thing of the package inside a small network: pictures of {@code channels x height x width}, a
 * 1x1 convolution "below", the vertex "it", a dense layer "fc", three classes.
 *
 * @param of the class that the row is for
 * @param name of the row
 * @param adding adds the vertex "it" behind "below"
 */
record Row(Class<?> of, String name, int channels, int height, int width, Adding adding) {

  /** Adds a vertex. */
  interface Adding {
    void to(GraphBuilder graph);
  }

  static Row of(Layer layer, String name, int channels, int height, int width) {
    return new Row(
        layer.getClass(),
        name,
        channels,
        height,
        width,
        graph -> graph.addLayer("it", layer.clone(), "below"));
  }

  static Row of(IActivation activation) {
    return new Row(
        activation.getClass(),
        "",
        3,
        5,
        4,
        graph -> graph.addLayer("it", new ActivationLayer(activation), "below"));
  }

  static Row of(GraphVertex vertex, String name, int channels, int height, int width) {
    return new Row(
        vertex.getClass(),
        name,
        channels,
        height,
        width,
        graph -> graph.addVertex("it", vertex.clone(), "below"));
  }

  ComputationGraph graph(DataType type) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(type)
            .updater(new Adam(1e-2))
            .l2(1e-3)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(height, width, channels))
            .addLayer("below", new ConvolutionLayer.Builder(1, 1).nOut(channels).build(), "input");
    adding.to(builder);
    builder
        .addLayer("fc", new DenseLayer.Builder().nOut(3).build(), "it")
        .addLayer(
            "out",
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
            "fc")
        .setOutputs("out");
    ComputationGraph graph = new ComputationGraph(builder.build());
    RngState.keeping((Runnable) graph::init);
    // away from the zeros and ones of a new layer, which would hide what is left out
    graph.paramTable().forEach((key, values) -> fill(values, key));
    return graph;
  }

  INDArray pictures(DataType type, int n) {
    return fill(Nd4j.zeros(type, n, channels, height, width), "pictures").muli(4);
  }

  static INDArray labels(DataType type, int n) {
    INDArray labels = Nd4j.zeros(type, n, 3);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  static INDArray fill(INDArray values, String purpose) {
    RandomGenerator random = Seed.of(11).stream(purpose);
    double[] drawn = new double[(int) values.length()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextDouble(-1, 1);
    }
    return values.assign(Nd4j.createFromArray(drawn).reshape(values.shape()));
  }

  @Override
  public String toString() {
    return of.getSimpleName() + " " + name;
  }
}
