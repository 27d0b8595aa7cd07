package org.graft4j.engine;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights and bias as they are run: a convolution's with its batch norm multiplied in.
 *
 * <p>{@code norm(conv(x)) = (conv(x) - mean) * s + beta} with {@code s = gamma / sqrt(var + eps)}
 * is a convolution with weights {@code w * s} and bias {@code (b - mean) * s + beta}; s is taken in
 * double precision.
 *
 * @param weights {@code [out, in, height, width]}, or {@code [in, out]} of a matrix, row by row
 * @param bias one number for each output
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record FoldedWeights(float[] weights, float[] bias) {

  /** A batch norm as scale and shift of each channel. */
  @SuppressWarnings("ArrayRecordComponent") // likewise
  record Affine(double[] scale, double[] shift) {}

  static FoldedWeights of(ComputationGraph graph, FusedNode node) {
    Layer layer = graph.getLayer(node.vertex());
    INDArray plain = layer.getParam("W");
    float[] weights = plain.dup('c').data().asFloat();
    INDArray biases = hasBias(node.op()) ? layer.getParam("b") : null;
    int outputs = (int) (node.op() instanceof Op.Dense ? plain.size(1) : plain.size(0));
    float[] bias = biases == null ? new float[outputs] : biases.dup('c').data().asFloat();
    node.norm().ifPresent(norm -> fold(weights, bias, affine(graph, norm)));
    return new FoldedWeights(weights, bias);
  }

  /** Whether all are numbers. */
  boolean finite() {
    return finite(weights) && finite(bias);
  }

  private static boolean finite(float[] values) {
    // A sum of finite floats stays finite in double precision.
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return Double.isFinite(sum);
  }

  private static boolean hasBias(Op op) {
    return op instanceof Op.Dense dense ? dense.bias() : ((Op.Convolution) op).bias();
  }

  private static void fold(float[] weights, float[] bias, Affine affine) {
    int each = weights.length / bias.length;
    for (int out = 0; out < bias.length; out++) {
      double scale = affine.scale()[out];
      for (int i = out * each; i < (out + 1) * each; i++) {
        weights[i] = (float) (weights[i] * scale);
      }
      bias[out] = (float) (bias[out] * scale + affine.shift()[out]);
    }
  }

  /** Scale and shift of a batch norm's vertex. */
  static Affine affine(ComputationGraph graph, String vertex) {
    Layer layer = graph.getLayer(vertex);
    Map<String, INDArray> params = layer.paramTable(false);
    var conf = NormSettings.of(layer);
    double[] mean = params.get("mean").dup('c').data().asDouble();
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
    INDArray plain = params.get("var");
    double[] values = (plain != null ? plain : params.get("log10stdev")).dup('c').data().asDouble();
    if (plain == null) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.pow(10, 2 * values[i]);
      }
    }
    return values;
  }
}
