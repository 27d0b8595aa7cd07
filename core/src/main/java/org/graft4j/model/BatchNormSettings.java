package org.graft4j.model;

import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
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
