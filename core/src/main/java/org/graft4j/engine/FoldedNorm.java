package org.graft4j.engine;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** A batch norm on fixed statistics in training, folded into the convolution before it. */
final class FoldedNorm {
  private final String vertex;
  private final Slopes slopes;
  private final Recording record;
  private final double eps;
  private final INDArray mean;
  private final INDArray inverse;
  private final INDArray scale;
  private final INDArray bias;
  private final INDArray biasSlope;

  FoldedNorm(ComputationGraph graph, String vertex, Slopes slopes, Recording record) {
    this.vertex = vertex;
    this.slopes = slopes;
    this.record = record;
    double eps = NormSettings.of(graph.getLayer(vertex)).eps();
    this.mean = row("mean");
    this.eps = eps;
    long count = mean.length();
    this.inverse = record.numbers(count);
    this.scale = record.numbers(count);
    this.bias = record.numbers(count);
    this.biasSlope = record.numbers(count);
    // Fixed: what is to be subtracted from them stays zero.
    slopes.of(vertex, "mean");
    slopes.of(vertex, "var");
  }

  private INDArray row(String name) {
    INDArray values = slopes.parameter(vertex, name);
    return values.reshape(values.length());
  }

  /** Fixed in training, but the caller's: read at each step like all others. */
  private void readVariance() {
    float[] values = row("var").toFloatVector();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1 / Math.sqrt(values[i] + eps));
    }
    try (FloatPointer target = new FloatPointer(inverse.data().addressPointer())) {
      target.put(values);
    }
  }

  INDArray bias() {
    return bias;
  }

  INDArray biasSlope() {
    return biasSlope;
  }

  /** Adds the step that multiplies it in, and gives the array that the step writes. */
  INDArray fold(INDArray weights, @Nullable INDArray own) {
    INDArray folded = record.keep(Nd4j.createUninitialized(DataType.FLOAT, weights.shape(), 'c'));
    INDArray rows = folded.reshape('c', weights.size(0), -1);
    INDArray from = weights.reshape('c', weights.size(0), -1);
    record.add(
        queue -> {
          readVariance();
          scale.assign(row("gamma")).muli(inverse);
          Broadcast.mul(from, scale, rows, 0);
          lessMean(bias, own).muli(scale);
          bias.addi(row("beta"));
        });
    return folded;
  }

  /**
   * Takes the gradients apart.
   *
   * @param weights as the parameters are
   * @param slope gradient of the folded weights; afterwards of the parameters
   */
  void unfold(
      INDArray weights, INDArray slope, @Nullable INDArray own, @Nullable INDArray ownSlope) {
    INDArray rows = slope.reshape('c', slope.size(0), -1);
    try (INDArray products = rows.mul(weights.reshape('c', slope.size(0), -1));
        INDArray sums = products.sum(1)) {
      INDArray gamma = slopes.of(vertex, "gamma").reshape(mean.length());
      lessMean(gamma, own).muli(biasSlope);
      gamma.addi(sums).muli(inverse);
    }
    slopes.of(vertex, "beta").reshape(mean.length()).assign(biasSlope);
    rows.muliColumnVector(scale);
    if (ownSlope != null) {
      ownSlope.reshape(ownSlope.length()).assign(biasSlope).muli(scale);
    }
  }

  /** The convolution's own bias, zero without one, less the mean. */
  private INDArray lessMean(INDArray target, @Nullable INDArray own) {
    return own == null
        ? target.assign(0).subi(mean)
        : target.assign(own.reshape(own.length())).subi(mean);
  }
}
