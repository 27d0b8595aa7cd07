package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.graft4j.data.LabelMap;

/**
 * What a classifier's predictions add up to: update it sample by sample, merge it with others,
 * compute the report.
 *
 * <p>The result does not depend on how the samples were batched, ordered or spread over merged
 * states: counts and predictions are equal, the log loss up to rounding (1e-12). Memory depends on
 * the number of classes alone, unless predictions are kept. Mutable, confined to one thread.
 */
public final class ClassificationState {
  /** The largest deviation from 1 that rounding in half precision can give a softmax. */
  private static final double SUM_TOLERANCE = 1e-2;

  /** Where scikit-learn clips a probability before its logarithm: the epsilon of a double. */
  private static final double EPSILON = Math.ulp(1.0);

  private static final Comparator<Prediction> ORDER =
      Comparator.comparing(Prediction::id)
          .thenComparingInt(Prediction::label)
          .thenComparingInt(Prediction::predicted)
          .thenComparingDouble(Prediction::probability)
          .thenComparingDouble(Prediction::labelProbability);

  private final LabelMap labels;
  private final boolean keepPredictions;
  private final long[][] counts;
  private final List<Prediction> predictions = new ArrayList<>();
  private double lossSum;
  private double lossRest;

  /**
   * A state without samples.
   *
   * @param labels at least one class, in the order of the probabilities
   * @param keepPredictions whether to keep each sample's {@link Prediction} for the report
   */
  public ClassificationState(LabelMap labels, boolean keepPredictions) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("labels must hold at least one class, but held none");
    }
    this.labels = labels;
    this.keepPredictions = keepPredictions;
    this.counts = new long[labels.size()][labels.size()];
  }

  /**
   * Counts one sample. Among equal probabilities the first class is the predicted one.
   *
   * @param id names the sample in messages and predictions
   * @param label index of its class
   * @param probabilities one for each class, in [0, 1], with sum 1; not kept
   * @throws IllegalArgumentException if that is not so; the message names the sample, and nothing
   *     was counted
   */
  public void update(String id, int label, double[] probabilities) {
    check(id, label, probabilities);
    int predicted = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[predicted]) {
        predicted = i;
      }
    }
    counts[label][predicted]++;
    addLoss(logLoss(probabilities[label]));
    if (keepPredictions) {
      predictions.add(
          new Prediction(
              id,
              label,
              predicted,
              Math.min(1, probabilities[predicted]),
              Math.min(1, probabilities[label])));
    }
  }

  /**
   * Adds the samples of another state, which stays as it was.
   *
   * @throws IllegalArgumentException if its classes differ, or only one of both keeps predictions
   */
  public void merge(ClassificationState other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels must be the same to merge states, but were %s and %s",
              labels,
              other.labels));
    }
    if (keepPredictions != other.keepPredictions) {
      throw new IllegalArgumentException(
          "either both states or none must keep predictions, but only one did");
    }
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        counts[row][column] += other.counts[row][column];
      }
    }
    addLoss(other.lossSum);
    addLoss(other.lossRest);
    predictions.addAll(List.copyOf(other.predictions));
  }

  /**
   * The report on all samples so far, its predictions in the order of their ids.
   *
   * @param split what the samples are, say {@code "test"}
   * @throws IllegalArgumentException if there were no samples
   */
  public ClassificationReport compute(String split) {
    ConfusionMatrix confusion = ConfusionMatrix.of(labels, counts);
    double meanLoss = (lossSum + lossRest) / Math.max(1, confusion.total());
    return new ClassificationReport(
        split, confusion, meanLoss, predictions.stream().sorted(ORDER).toList());
  }

  static double logLoss(double probability) {
    return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, probability)));
  }

  /** What {@link #update} does before it counts. */
  void check(String id, int label, double[] probabilities) {
    if (probabilities.length != labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must have a probability for each of %d classes, but had %d",
              id,
              labels.size(),
              probabilities.length));
    }
    if (label < 0 || label >= labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label of '%s' must be in [0, %d), but was %d",
              id,
              labels.size(),
              label));
    }
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      if (!Double.isFinite(p)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scores of '%s' must be finite, but that of class '%s' was %s: the network diverged or its weights are broken",
                id,
                labels.name(i),
                p));
      }
      if (p < 0 || p > 1 + SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            notProbabilities(id, "class '" + labels.name(i) + "' had " + p));
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(notProbabilities(id, "their sum was " + sum));
    }
  }

  private static String notProbabilities(String id, String fact) {
    return String.format(
        Locale.ROOT,
        "scores of '%s' must be probabilities, but %s: end the network in a softmax",
        id,
        fact);
  }

  /** Neumaier's compensated sum, so that the order of the samples does not show. */
  private void addLoss(double value) {
    double sum = lossSum + value;
    lossRest +=
        Math.abs(lossSum) >= Math.abs(value) ? (lossSum - sum) + value : (value - sum) + lossSum;
    lossSum = sum;
  }
}
