package org.graft4j.eval.outlier;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The dense layer that a classifier ends in: where its features come from, and what it makes of
 * them before softmax. A copy; what becomes of the graph later does not matter.
 */
final class LastLayer {
  private final String features;
  private final double[][] weights;
  private final double[] bias;

  private LastLayer(String features, double[][] weights, double[] bias) {
    this.features = features;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * @throws IllegalArgumentException if the network ends in anything else: its logits are not known
   */
  static LastLayer of(ComputationGraph graph) {
    List<String> outputs = graph.getConfiguration().getNetworkOutputs();
    if (outputs.size() != 1) {
      throw new IllegalArgumentException("graph must have one output, but had " + outputs);
    }
    String output = outputs.get(0);
    if (!(graph.getConfiguration().getVertices().get(output) instanceof LayerVertex vertex
        && vertex.getPreProcessor() == null
        && vertex.getLayerConf().getLayer() instanceof OutputLayer layer
        && layer.getClass() == OutputLayer.class
        && layer.getActivationFn() instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network must end in a dense output layer with softmax to have logits, but '%s' is"
                  + " none",
              output));
    }
    double[][] weights;
    try (INDArray transposed = graph.getParam(output + "_W").transpose().dup('c')) {
      weights = transposed.toDoubleMatrix();
    }
    double[] bias =
        layer.hasBias()
            ? graph.getParam(output + "_b").ravel().toDoubleVector()
            : new double[weights.length];
    return new LastLayer(
        graph.getConfiguration().getVertexInputs().get(output).get(0), weights, bias);
  }

  /** The vertex whose output it takes. */
  String features() {
    return features;
  }

  /** Numbers that it takes. */
  int width() {
    return weights[0].length;
  }

  double[] logits(double[] row) {
    double[] logits = bias.clone();
    for (int c = 0; c < logits.length; c++) {
      for (int i = 0; i < row.length; i++) {
        logits[c] += weights[c][i] * row[i];
      }
    }
    return logits;
  }
}
