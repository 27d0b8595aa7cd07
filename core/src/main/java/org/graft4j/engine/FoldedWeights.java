package org.graft4j.engine;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.ChannelGain;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights and bias as they are run: a convolution's with its batch norm multiplied in.
 *
 * <p>{@code norm(conv(x)) = (conv(x) - mean) * s + beta} with {@code s = gamma / sqrt(var + eps)}
 * is a convolution with weights {@code w * s} and bias {@code (b - mean) * s + beta}; s is taken in
 * double precision.
 *
 * @param weights the layer's own array, {@code [out, in, height, width]}, or {@code [in, out]} of a
 *     matrix; not yet multiplied
 * @param scale what each output's weights are multiplied by; empty without a batch norm
 * @param bias one number for each output, with everything in it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record FoldedWeights(INDArray weights, double[] scale, float[] bias) {

  /** A batch norm as scale and shift of each channel. */
  @SuppressWarnings("ArrayRecordComponent") // likewise
  record Affine(double[] scale, double[] shift) {
    boolean finite() {
      return Arrays.stream(scale).allMatch(Double::isFinite)
          && Arrays.stream(shift).allMatch(Double::isFinite);
    }
  }

  static FoldedWeights of(ComputationGraph graph, FusedNode node) {
    Layer layer = graph.getLayer(node.vertex());
    INDArray weights = layer.getParam("W");
    int outputs = (int) (node.op() instanceof Op.Dense ? weights.size(1) : weights.size(0));
    float[] bias = hasBias(node.op()) ? numbers(layer.getParam("b")) : new float[outputs];
    if (node.norm().isEmpty()) {
      return new FoldedWeights(weights, new double[0], bias);
    }
    Affine affine = affine(graph, node.norm().get());
    for (int i = 0; i < outputs; i++) {
      bias[i] = (float) (bias[i] * affine.scale()[i] + affine.shift()[i]);
    }
    return new FoldedWeights(weights, affine.scale(), bias);
  }

  private static boolean hasBias(Op op) {
    return op instanceof Op.Dense dense ? dense.bias() : ((Op.Convolution) op).bias();
  }

  private static float[] numbers(INDArray row) {
    return row.reshape(row.length()).toFloatVector();
  }

  /** Whether there is neither NaN nor infinity in it. */
  boolean finite() {
    double sum = weights.sumNumber().doubleValue();
    for (double value : scale) {
      sum += value;
    }
    for (float value : bias) {
      sum += value;
    }
    return Double.isFinite(sum);
  }

  /** Scale and shift of a batch norm's vertex, or of a channel gain's. */
  static Affine affine(ComputationGraph graph, String vertex) {
    Layer layer = graph.getLayer(vertex);
    Map<String, INDArray> params = layer.paramTable(false);
    if (FrozenLayers.unwrap(layer.conf().getLayer()) instanceof ChannelGain) {
      double[] gains = params.get("gamma").toDoubleVector();
      return new Affine(gains, new double[gains.length]);
    }
    var conf = NormSettings.of(layer);
    float[] mean = numbers(params.get("mean"));
    double[] variance = variance(params);
    double[] scale = new double[mean.length];
    double[] shift = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double gamma = conf.gamma(params, i);
      scale[i] = gamma / Math.sqrt(variance[i] + conf.eps());
      shift[i] = conf.beta(params, i) - mean[i] * scale[i];
    }
    return new Affine(scale, shift);
  }

  /** DL4J keeps the variance itself or the logarithm of its root. */
  private static double[] variance(Map<String, INDArray> params) {
    boolean plain = params.get("var") != null;
    float[] kept = numbers(params.get(plain ? "var" : "log10stdev"));
    double[] values = new double[kept.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = plain ? kept[i] : Math.pow(10, 2 * kept[i]);
    }
    return values;
  }
}
