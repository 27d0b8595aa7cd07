package org.graft4j.eval;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.bundle.ModelReport;

/**
 * How well a classifier did on one set of samples. Immutable; every number but the log loss comes
 * from the confusion matrix.
 *
 * <p>The averages take a class for which a value is undefined (0/0) as 0, as scikit-learn does with
 * {@code zero_division=0}; {@link #perClass()} and the JSON show it as undefined.
 *
 * @param split what was evaluated on, say {@code "test"}
 * @param confusion at least one sample
 * @param logLoss mean of {@code -ln p} of the true class, {@code p} clipped to {@code [2.2e-16, 1 -
 *     2.2e-16]}
 * @param predictions one for each sample, or none if they were not kept
 * @param views what the predictions are the mean of: {@link #PLAIN}, or the test-time views
 */
public record ClassificationReport(
    String split,
    ConfusionMatrix confusion,
    double logLoss,
    List<Prediction> predictions,
    String views)
    implements ModelReport {

  /** The confidence of the intervals. */
  public static final double CONFIDENCE = 0.95;

  /** The views of a report on pictures as they are. */
  public static final String PLAIN = "plain";

  public ClassificationReport {
    if (views.isBlank()) {
      throw new IllegalArgumentException("views must not be blank");
    }
    if (split.isBlank()) {
      throw new IllegalArgumentException("split must not be blank");
    }
    if (confusion.total() == 0) {
      throw new IllegalArgumentException("a report must stand on samples, but there were none");
    }
    if (!(logLoss >= 0) || Double.isInfinite(logLoss)) {
      throw new IllegalArgumentException("logLoss must be at least 0, but was " + logLoss);
    }
    predictions = List.copyOf(predictions);
    if (!predictions.isEmpty() && !counted(confusion, predictions).equals(confusion)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "predictions must add up to the confusion matrix, but these %d do not",
              predictions.size()));
    }
  }

  /** A report on samples as they are, without further views. */
  public ClassificationReport(
      String split, ConfusionMatrix confusion, double logLoss, List<Prediction> predictions) {
    this(split, confusion, logLoss, predictions, PLAIN);
  }

  /** The same numbers, said to be of predictions over these views. */
  ClassificationReport withViews(String description) {
    return new ClassificationReport(split, confusion, logLoss, predictions, description);
  }

  private static ConfusionMatrix counted(ConfusionMatrix confusion, List<Prediction> predictions) {
    int classes = confusion.labels().size();
    long[][] counts = new long[classes][classes];
    for (Prediction p : predictions) {
      if (p.label() >= classes || p.predicted() >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "classes of '%s' must be below %d, but were %d and %d",
                p.id(),
                classes,
                p.label(),
                p.predicted()));
      }
      counts[p.label()][p.predicted()]++;
    }
    return ConfusionMatrix.of(confusion.labels(), counts);
  }

  /** Number of samples, at least 1. */
  public long n() {
    return confusion.total();
  }

  /** Share of the samples whose class was predicted, in [0, 1]. */
  public double accuracy() {
    return (double) confusion.correct() / n();
  }

  /** Wilson's 95 % interval of the accuracy. */
  public Interval accuracyInterval() {
    return Interval.wilson(confusion.correct(), n(), CONFIDENCE);
  }

  /** The classes one by one, in the order of the label map, also those that never occur. */
  public List<ClassMetrics> perClass() {
    return confusion.perClass();
  }

  /** Mean precision over all classes of the label map. */
  public double macroPrecision() {
    return macro(ClassMeasure.PRECISION, MacroOver.ALL_CLASSES);
  }

  /** Mean recall over all classes of the label map. */
  public double macroRecall() {
    return macro(ClassMeasure.RECALL, MacroOver.ALL_CLASSES);
  }

  /** Mean F1 over all classes of the label map. */
  public double macroF1() {
    return macro(ClassMeasure.F1, MacroOver.ALL_CLASSES);
  }

  /** Unweighted mean over classes; an undefined value counts as 0. */
  public double macro(ClassMeasure measure, MacroOver over) {
    return perClass().stream()
        .filter(metrics -> over == MacroOver.ALL_CLASSES || metrics.occurs())
        .mapToDouble(metrics -> measure.of(metrics).orElse(0))
        .average()
        .orElseThrow();
  }

  /**
   * The wrong predictions, those with the highest probability first, then by id. Empty if the
   * predictions were not kept.
   */
  public List<Prediction> mostConfidentMistakes(int limit) {
    return predictions.stream()
        .filter(prediction -> !prediction.correct())
        .sorted(
            Comparator.comparingDouble(Prediction::probability)
                .reversed()
                .thenComparing(Prediction::id))
        .limit(limit)
        .toList();
  }

  /**
   * The first right prediction of each class, by id, in the order of the classes. Empty if the
   * predictions were not kept.
   */
  public List<Prediction> correctOfEachClass(int limit) {
    Map<Integer, Prediction> first = new TreeMap<>();
    predictions.stream()
        .filter(Prediction::correct)
        .forEach(
            prediction ->
                first.merge(
                    prediction.label(),
                    prediction,
                    (a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b));
    return first.values().stream().limit(limit).toList();
  }

  /** The report as JSON without the single predictions; what travels with a model. */
  @Override
  public String toJson() {
    return toJson(false);
  }

  /**
   * The report as one JSON object with a {@code schemaVersion}. Undefined values are {@code null};
   * {@code macroOver} and {@code macroTreatsUndefinedAs} say what the averages do with them.
   *
   * @param withPredictions whether to write the single predictions too
   */
  public String toJson(boolean withPredictions) {
    return ReportJson.write(this, withPredictions);
  }

  /**
   * Reads what {@link #toJson} wrote; predictions are there if they were written.
   *
   * @throws MalformedReportException if the text is anything else, of a newer schema, or its
   *     accuracy is not that of its counts
   */
  public static ClassificationReport fromJson(String json) throws IOException {
    return ReportJson.readReport(json);
  }
}
