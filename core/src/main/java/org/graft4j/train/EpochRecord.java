package org.graft4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to.
 *
 * @param stage name of the stage
 * @param epoch number within the stage, from 1
 * @param trainLoss mean of the loss over the training examples, as seen during the epoch, without
 *     terms and penalties
 * @param validationLoss mean cross-entropy on the validation part after the epoch; null without one
 * @param validationAccuracy share of right answers there, 0..1; null without one
 * @param learningRate of the last step, for the layers with rate factor 1
 * @param seconds wall time of the epoch with its validation
 * @param terms means of the objective's weighted terms and penalties over the epoch, by the
 *     {@linkplain org.graft4j.train.objective.FeatureTerm#part part}
 */
public record EpochRecord(
    String stage,
    int epoch,
    double trainLoss,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    double learningRate,
    double seconds,
    Map<String, Double> terms) {

  public EpochRecord {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  /** An epoch whose objective is a loss alone. */
  public EpochRecord(
      String stage,
      int epoch,
      double trainLoss,
      @Nullable Double validationLoss,
      @Nullable Double validationAccuracy,
      double learningRate,
      double seconds) {
    this(
        stage,
        epoch,
        trainLoss,
        validationLoss,
        validationAccuracy,
        learningRate,
        seconds,
        Map.of());
  }
}
