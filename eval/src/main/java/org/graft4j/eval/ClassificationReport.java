package org.graft4j.eval;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.bundle.ModelReport;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ClassCounts;
import org.graft4j.eval.metric.ClassMeasure;

/**
 * How well a classifier did on one set of samples. Immutable and thread-safe; every number comes
 * from the states that it holds, and can be computed again from its JSON.
 *
 * <p>A number that is undefined (0/0) is empty, and {@code null} in the JSON. What an average does
 * with such classes is said by {@link Average#says}; those without an argument take them as 0, as
 * scikit-learn does with {@code zero_division=0}.
 */
public final class ClassificationReport implements ModelReport {

  /** The confidence of the intervals. */
  public static final double CONFIDENCE = 0.95;

  /** The views of a report on pictures as they are. */
  public static final String PLAIN = "plain";

  /** Bins of {@link #reliability()}, of equal width. */
  public static final int CALIBRATION_BINS = ScoreStates.BINS;

  private final String split;
  private final String views;
  private final Optional<Tempering> tempering;
  private final ConfusionMatrix confusion;
  private final double logLoss;

  /** Never changed; nothing if the report was written before there were states. */
  private final Optional<ScoreStates> states;

  private final Optional<PredictionTable> table;
  private final List<Prediction> predictions;
  private final List<MetricValue> metrics;

  private ClassificationReport(
      String split,
      String views,
      Optional<Tempering> tempering,
      ConfusionMatrix confusion,
      double logLoss,
      Optional<ScoreStates> states,
      Optional<PredictionTable> table,
      List<Prediction> predictions,
      List<MetricValue> metrics) {
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
    tempering.ifPresent(applied -> applied.requireOf(confusion));
    this.split = split;
    this.views = views;
    this.tempering = tempering;
    this.confusion = confusion;
    this.logLoss = logLoss;
    this.states = states;
    this.table = table;
    this.predictions = predictions;
    this.metrics = metrics.isEmpty() ? CountMetrics.of(this) : metrics;
  }

  /**
   * The report on predictions, which it keeps.
   *
   * @param split what the samples are, say {@code "test"}
   */
  public static ClassificationReport of(String split, PredictionTable table) {
    ClassificationState state = ClassificationState.of(table, false);
    return of(split, state.confusion(), state.scores(), Optional.of(table));
  }

  /** The report on what these states hold; they are copied. */
  static ClassificationReport of(
      String split,
      ConfusionMatrix confusion,
      ScoreStates states,
      Optional<PredictionTable> table) {
    ScoreStates own = states.copy();
    return new ClassificationReport(
        split,
        PLAIN,
        Optional.empty(),
        confusion,
        own.scores().logLoss().orElse(0),
        Optional.of(own),
        table,
        List.of(),
        List.of());
  }

  /** A report of before there were states; see {@link ReportVersion1}, which checks it. */
  static ClassificationReport withoutStates(
      String split,
      String views,
      ConfusionMatrix confusion,
      double logLoss,
      List<Prediction> predictions) {
    return new ClassificationReport(
        split,
        views,
        Optional.empty(),
        confusion,
        logLoss,
        Optional.empty(),
        Optional.empty(),
        List.copyOf(predictions),
        List.of());
  }

  /** The same numbers, said to be of predictions over these views. */
  public ClassificationReport withViews(String description) {
    return new ClassificationReport(
        split, description, tempering, confusion, logLoss, states, table, predictions, metrics);
  }

  /**
   * The same numbers, said to be of probabilities at this temperature.
   *
   * @throws IllegalArgumentException if its bins are not of these samples, as far as counts can
   *     tell
   */
  public ClassificationReport withTempering(Tempering applied) {
    return new ClassificationReport(
        split,
        views,
        Optional.of(applied),
        confusion,
        logLoss,
        states,
        table,
        predictions,
        metrics);
  }

  /**
   * The same report with these in place of {@link #metrics()}, say with intervals.
   *
   * @param values of the same predictions, their names distinct and those of {@link #metrics()}, of
   *     which only top-k may be left out; also {@code "weighted F1"}, {@code "ROC area"} and {@code
   *     "mean average precision"}
   * @throws IllegalArgumentException if that is not so, a number is not what counts and states give
   *     or out of its range, or an interval is none of its number
   */
  public ClassificationReport withMetrics(List<MetricValue> values) {
    MetricCheck.require(this, values);
    return new ClassificationReport(
        split,
        views,
        tempering,
        confusion,
        logLoss,
        states,
        table,
        predictions,
        List.copyOf(values));
  }

  /** What was evaluated on, say {@code "test"}. */
  public String split() {
    return split;
  }

  /** What the predictions are the mean of: {@link #PLAIN}, or the test-time views. */
  public String views() {
    return views;
  }

  /** The temperature of the probabilities: 1 where they are the network's own. */
  public double temperature() {
    return tempering.map(Tempering::temperature).orElse(1.0);
  }

  /** What the temperature did; empty where the probabilities are the network's own. */
  public Optional<Tempering> tempering() {
    return tempering;
  }

  /** How often each class was taken for each. */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /** All probabilities of all samples, if they were kept. */
  public Optional<PredictionTable> table() {
    return table;
  }

  /**
   * The report's numbers, the most important first, each with its interval where there is one.
   * Unless {@link #withMetrics} set others: what counts give, with Wilson's interval of the
   * accuracy alone.
   */
  public List<MetricValue> metrics() {
    return metrics;
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

  /**
   * The classes one by one, each against the rest, in the order of the label map, also those that
   * never occur.
   */
  public List<ClassCounts> perClass() {
    return confusion.perClass();
  }

  /** Mean precision over all classes of the label map. */
  public double macroPrecision() {
    return average(ClassMeasure.PRECISION, Average.MACRO);
  }

  /** Mean recall over all classes of the label map. */
  public double macroRecall() {
    return average(ClassMeasure.RECALL, Average.MACRO);
  }

  /** Mean F1 over all classes of the label map. */
  public double macroF1() {
    return average(ClassMeasure.F1, Average.MACRO);
  }

  /** A measure of classes as one number; {@link Average#says} how. */
  public double average(ClassMeasure measure, Average average) {
    return confusion.metrics().average(measure, average).orElseThrow();
  }

  /**
   * Mean of {@code -ln p} of the true class, {@code p} clipped to {@code [2.2e-16, 1 - 2.2e-16]}.
   */
  public double logLoss() {
    return logLoss;
  }

  /**
   * Mean squared distance between probabilities and truth, in [0, 2]; empty if the report was
   * written by a Graft4J that did not compute it.
   */
  public OptionalDouble brier() {
    return states.isEmpty() ? OptionalDouble.empty() : states.get().scores().brier();
  }

  /**
   * ECE in {@link #CALIBRATION_BINS} bins, in [0, 1]; empty if the report was written by a Graft4J
   * that did not compute it.
   */
  public OptionalDouble expectedCalibrationError() {
    return states.isEmpty() ? OptionalDouble.empty() : states.get().calibration().expectedError();
  }

  /** MCE, the largest gap of a bin, in [0, 1]; empty as {@link #expectedCalibrationError} is. */
  public OptionalDouble maximumCalibrationError() {
    return states.isEmpty() ? OptionalDouble.empty() : states.get().calibration().maximumError();
  }

  /**
   * The bins of the reliability diagram, from the least sure to the surest; none where {@link
   * #expectedCalibrationError} is empty.
   */
  public List<Calibration.Bin> reliability() {
    return states.isEmpty() ? List.of() : states.get().calibration().bins();
  }

  /**
   * Share of the samples whose class was among the first k, among equals the lower index first.
   * Empty if the report was written by a Graft4J that did not compute it.
   *
   * @param k positive; as many as classes or more give 1
   */
  public OptionalDouble topK(int k) {
    return states.isEmpty() ? OptionalDouble.empty() : states.get().topK().accuracy(k);
  }

  Optional<ScoreStates> states() {
    return states;
  }

  /**
   * What is known of the single samples, in the order of the table; empty if it was not kept.
   * {@link NotablePredictions} are those to look at.
   */
  public List<Prediction> predictions() {
    return table.isEmpty()
        ? predictions
        : IntStream.range(0, table.get().size())
            .mapToObj(i -> Prediction.of(table.get(), i))
            .toList();
  }

  /** The report as JSON without the single predictions; what travels with a model. */
  @Override
  public String toJson() {
    return toJson(false);
  }

  /**
   * The report as one JSON object with a {@code schemaVersion}. Undefined values are {@code null};
   * {@code macroOver} and {@code macroTreatsUndefinedAs} say what the averages do with them. From
   * {@code labels}, {@code confusion} and {@code states} every other number can be computed again.
   *
   * @param withPredictions whether to write all probabilities of the single samples too, if they
   *     were kept
   */
  public String toJson(boolean withPredictions) {
    return ReportJson.write(this, withPredictions);
  }

  /**
   * Reads what {@link #toJson} wrote, of any version up to this; predictions are there if they were
   * written.
   *
   * @throws MalformedReportException if the text is anything else, of a newer schema, or one of its
   *     numbers is not that of its counts
   */
  public static ClassificationReport fromJson(String json) throws IOException {
    return ReportJson.readReport(json);
  }

  /** Equal reports say the same to the last bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassificationReport report
        && confusion.equals(report.confusion)
        && toJson(true).equals(report.toJson(true));
  }

  @Override
  public int hashCode() {
    return 31 * split.hashCode() + confusion.hashCode();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: accuracy %.4f of %d samples", split, accuracy(), n());
  }
}
