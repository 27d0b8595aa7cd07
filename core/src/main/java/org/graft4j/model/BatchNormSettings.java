package org.graft4j.model;

import java.util.Collection;
import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** What two batch norm layers must share to compute the same from the same parameters. */
final class BatchNormSettings {
  private BatchNormSettings() {}

  /**
   * Checks that a layer has parameters to scale and shift by, which ours read.
   *
   * @param purpose what it is needed for
   */
  static void requireParameters(BatchNormalization norm, String purpose) {
    if (norm.isLockGammaBeta()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch norm '%s' must have lockGammaBeta(false) to %s; freeze the layer instead",
              norm.getLayerName(),
              purpose));
    }
  }

  /** A running layer on its part of the network's parameters. */
  static Layer ready(
      Layer layer,
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize) {
    if (listeners != null) {
      layer.setListeners(listeners);
    }
    layer.setIndex(index);
    layer.setParamsViewArray(params);
    layer.setParamTable(conf.getLayer().initializer().init(conf, params, initialize));
    layer.setConf(conf);
    return layer;
  }

  /** All settings but the form of the stored variance; updaters are copied, not shared. */
  static void copy(BatchNormalization from, BatchNormalization to) {
    to.setLayerName(from.getLayerName());
    to.setNIn(from.getNIn());
    to.setNOut(from.getNOut());
    to.setEps(from.getEps());
    to.setDecay(from.getDecay());
    to.setMinibatch(from.isMinibatch());
    to.setCnn2DFormat(from.getCnn2DFormat());
    to.setCudnnAllowFallback(from.isCudnnAllowFallback());
    to.setActivationFn(from.getActivationFn());
    to.setWeightInitFn(from.getWeightInitFn());
    to.setIDropout(from.getIDropout());
    to.setConstraints(from.getConstraints());
    to.setGradientNormalization(from.getGradientNormalization());
    to.setGradientNormalizationThreshold(from.getGradientNormalizationThreshold());
    IUpdater updater = from.getIUpdater();
    to.setIUpdater(updater == null ? null : updater.clone());
  }
}
