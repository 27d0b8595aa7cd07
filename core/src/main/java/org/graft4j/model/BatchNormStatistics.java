package org.graft4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.data.BatchSource;
import org.graft4j.runtime.Acceleration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Estimates the means and variances of batch norms anew: for pictures of another kind (AdaBN, <a
 * href="https://arxiv.org/abs/1603.04779">Li et al. 2016</a>), or for weights that were averaged
 * and so have no statistics of their own (torch's {@code update_bn}).
 *
 * <p>One pass, as PreciseBN (<a href="https://arxiv.org/abs/2105.07576">Wu and Johnson 2021</a>):
 * each norm passes on its batch normalised by that batch, and is given the mean and the variance
 * over all pictures of what it saw; batches of unequal size count by their pictures. So the lowest
 * norms are exact for any batches, and all are if one batch holds everything. To make all exact for
 * small batches would take a pass for each norm, over a hundred for a DenseNet, to correct what 32
 * shuffled pictures hardly get wrong.
 */
public final class BatchNormStatistics {

  /** Below it the logarithm of a deviation is no number that training could go on with. */
  private static final double LEAST_VARIANCE = 1e-30;

  private BatchNormStatistics() {}

  /**
   * Gives all batch norms that are not frozen the statistics of these batches, in place. Nothing
   * else of the graph changes. Everything else runs as in inference: no dropout, frozen norms by
   * what they have stored. One batch is in memory at a time.
   *
   * @param batches whose epoch 0 is gone through, in an order in which a batch is like the whole:
   *     shuffled, and not class by class. Labels are not looked at
   * @return how many norms there were; 0, and no batch is read, if there is none
   * @throws IllegalArgumentException if there is no batch, if a norm has locked gamma and beta, or
   *     if a statistic would be no finite number; the graph is as it was then
   */
  public static int estimate(ComputationGraph graph, BatchSource batches) {
    List<String> norms = norms(graph);
    if (norms.isEmpty()) {
      return 0;
    }
    Acceleration.enable();
    ComputationGraph measuring =
        GraphEdits.withLayers(
            graph,
            layer ->
                norms.contains(layer.getLayerName())
                    ? MeasuredBatchNorm.of((BatchNormalization) layer)
                    : layer);
    try {
      batches.forEachBatch(
          0,
          batch -> {
            BatchSource.requireNoMasks(batch);
            measuring.output(false, batch.getFeatures());
          });
      moments(measuring, norms).forEach((norm, moments) -> put(graph.getLayer(norm), moments));
    } finally {
      measuring.params().close();
    }
    return norms.size();
  }

  private static List<String> norms(ComputationGraph graph) {
    List<String> norms = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (!(layer instanceof FrozenLayer)
          && layer.conf().getLayer() instanceof BatchNormalization norm) {
        norms.add(norm.getLayerName());
      }
    }
    return norms;
  }

  private static Map<String, ChannelMoments> moments(ComputationGraph graph, List<String> norms) {
    Map<String, ChannelMoments> all = new LinkedHashMap<>();
    for (String norm : norms) {
      ChannelMoments moments = ((MeasuredBatchNorm.Running) graph.getLayer(norm)).seen();
      if (moments == null) {
        throw new IllegalArgumentException("batches must not be empty");
      }
      for (int c = 0; c < moments.channels(); c++) {
        requireFinite(norm, c, "mean", moments.mean(c));
        requireFinite(norm, c, "variance", moments.variance(c));
      }
      all.put(norm, moments);
    }
    return all;
  }

  private static void requireFinite(String norm, int channel, String what, double value) {
    if (!Double.isFinite((float) value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the %s of batch norm '%s' must be a finite number, but was %s in channel %d: look for pictures or weights that are no numbers",
              what,
              norm,
              value,
              channel));
    }
  }

  private static void put(Layer norm, ChannelMoments moments) {
    INDArray mean = norm.getParam("mean");
    INDArray variance = norm.getParam("var");
    INDArray logDeviation = norm.getParam("log10stdev");
    for (int c = 0; c < moments.channels(); c++) {
      mean.putScalar(c, moments.mean(c));
      if (variance != null) {
        variance.putScalar(c, moments.variance(c));
      } else {
        double least = Math.max(LEAST_VARIANCE, moments.variance(c));
        Objects.requireNonNull(logDeviation).putScalar(c, 0.5 * Math.log10(least));
      }
    }
  }
}
