package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionTable;

/**
 * The usual numbers of a classifier, each with its interval where one can be had, out of one set of
 * draws: what a report prints.
 *
 * <p>Accuracy has Wilson's interval, unless samples are drawn in groups. The others have a
 * bootstrap's. There is none, and the note says why, where the number is undefined, was so in more
 * than one draw of twenty, was the same in every draw (all right of all: nothing varies, which is
 * not to say that nothing is uncertain), stands on fewer than {@value #FEWEST_UNITS} samples or
 * groups, or is a maximum (MCE), which no bootstrap bounds.
 *
 * <p>A draw in which a class of the table has no samples is left out of all means over classes.
 */
public final class MetricIntervals {
  /** Below that a draw of units says too little of other units. */
  static final int FEWEST_UNITS = 10;

  /** Below that, intervals come out visibly too narrow. */
  static final int FEW_UNITS = 40;

  /** Ranking more probabilities than that for each draw would take minutes. */
  private static final long MOST_RANKED = 5_000_000;

  private static final String KEEPS_CLASSES = " (--stratified keeps them in every draw)";

  private final PredictionTable table;
  private final IntervalSettings settings;
  private final Resampling resampling;

  private MetricIntervals(PredictionTable table, IntervalSettings settings) {
    this.table = table;
    this.settings = settings;
    this.resampling = resampling(table, settings);
  }

  /**
   * The numbers in the order of a report: accuracy, balanced accuracy, top-5 accuracy (of more than
   * five classes), macro precision, recall and F1 over all classes of the label map, weighted F1,
   * MCC, Cohen's kappa, log loss, Brier score, ECE and MCE of 15 bins, the area under the ROC curve
   * and the average precision, both the mean over the classes with samples against the rest.
   *
   * @throws IllegalArgumentException if groups are not as many as samples
   */
  public static List<MetricValue> of(PredictionTable table, IntervalSettings settings) {
    return new MetricIntervals(table, settings).values();
  }

  /** What is drawn anew under these settings. */
  static Resampling resampling(PredictionTable table, IntervalSettings settings) {
    if (settings.groups().isPresent()) {
      IntervalSettings.Groups groups = settings.groups().get();
      if (groups.of().size() != table.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "groups must be as many as samples, %d, but were %d",
                table.size(),
                groups.of().size()));
      }
      return Resampling.grouped(groups.of());
    }
    return settings.stratified()
        ? Resampling.stratified(IntStream.range(0, table.size()).mapToObj(table::label).toList())
        : Resampling.of(table.size());
  }

  private List<MetricValue> values() {
    boolean ranked = (long) table.size() * table.labels().size() <= MOST_RANKED;
    TableMetrics metrics = new TableMetrics(table, ranked);
    ObservedMetrics observed = ObservedMetrics.of(table, metrics, ranked, settings);
    boolean draws = resampling.units() >= FEWEST_UNITS;
    List<Bootstrapped> drawn =
        draws
            ? Bootstrap.of(resampling, settings.replicates(), settings.seed())
                .run(metrics, settings.method(), settings.confidence())
            : List.of();
    List<MetricValue> values = new ArrayList<>();
    for (TableMetric metric : TableMetric.values()) {
      if (metric == TableMetric.TOP_5 && table.labels().size() <= TableMetrics.TOP) {
        continue;
      }
      OptionalDouble value = observed.value(metric);
      Answer answer =
          value.isEmpty()
              ? Answer.none(observed.whyUndefined(metric))
              : answer(metric, draws ? Optional.of(drawn.get(metric.place())) : Optional.empty());
      List<String> notes = new ArrayList<>(List.of(answer.note));
      notes.addAll(observed.notes(metric));
      values.add(new MetricValue(metric.title(), value, answer.interval, String.join("; ", notes)));
    }
    return List.copyOf(values);
  }

  /** An interval, or why there is none. */
  private record Answer(Optional<Interval> interval, String note) {
    static Answer none(String why) {
      return new Answer(Optional.empty(), why);
    }
  }

  private Answer answer(TableMetric metric, Optional<Bootstrapped> drawn) {
    if (metric == TableMetric.ACCURACY) {
      long right = IntStream.range(0, table.size()).filter(table::correct).count();
      Optional<Interval> wilson = settings.wilson(right, table.size());
      if (wilson.isPresent()) {
        return new Answer(wilson, "Wilson");
      }
    }
    if (metric == TableMetric.MCE) {
      return Answer.none("no interval: a bootstrap cannot bound the largest of several gaps");
    }
    if (drawn.isEmpty()) {
      return Answer.none(
          String.format(
              Locale.ROOT,
              "no interval: a bootstrap needs at least %d %s, here %s %d",
              FEWEST_UNITS,
              units(),
              resampling.units() == 1 ? "is" : "are",
              resampling.units()));
    }
    return answer(metric, drawn.get());
  }

  private Answer answer(TableMetric metric, Bootstrapped drawn) {
    boolean rankedOnly = metric == TableMetric.ROC_AREA || metric == TableMetric.AVERAGE_PRECISION;
    if (rankedOnly && (long) table.size() * table.labels().size() > MOST_RANKED) {
      return Answer.none(
          "no interval: more than " + MOST_RANKED + " probabilities to rank in every draw");
    }
    boolean grouped = settings.groups().isPresent();
    if (drawn.mostlyUndefined()) {
      return Answer.none(
          String.format(
              Locale.ROOT,
              "no interval: undefined in %d of %d draws%s",
              drawn.undefined(),
              settings.replicates(),
              metric.overClasses()
                  ? ", which left a class without samples" + (grouped ? "" : KEEPS_CLASSES)
                  : ""));
    }
    if (drawn.constant()) {
      return Answer.none("no interval: the same in every draw");
    }
    // Quantiles that are there, rather than no interval or one from the luck of a few draws.
    boolean tooFar = metric != TableMetric.ECE && drawn.interval().isEmpty();
    String made =
        metric == TableMetric.ECE
            ? "shifted percentile"
            : tooFar ? "percentile" : text(settings.method());
    StringBuilder note =
        new StringBuilder(
            String.format(Locale.ROOT, "%s bootstrap, %d draws", made, settings.replicates()));
    if (tooFar) {
      note.append(", for BCa's ends take ").append(drawn.wants());
    }
    if (drawn.undefined() > 0) {
      note.append(
          String.format(Locale.ROOT, ", %d left out where it is undefined", drawn.undefined()));
    }
    if (resampling.units() < FEW_UNITS) {
      note.append(
          String.format(
              Locale.ROOT, "; only %d %s: likely too narrow", resampling.units(), units()));
    }
    Optional<Interval> interval =
        metric == TableMetric.ECE ? shifted(drawn) : tooFar ? drawn.percentile() : drawn.interval();
    return new Answer(interval, note.toString());
  }

  /**
   * A number that noise raises is raised once more in a draw: the draws lie above the observed
   * number by about as much as that lies above the true one, so that the ends move by twice that.
   * Near 0 that is too little: where chance explains the whole number, the interval begins at 0.
   */
  private Optional<Interval> shifted(Bootstrapped drawn) {
    double shift = 2 * drawn.bias();
    boolean chance =
        CalibrationByChance.of(table, settings).explains(drawn.observed(), settings.confidence());
    return drawn
        .percentile()
        .map(
            raw ->
                new Interval(
                    chance ? 0 : Math.max(0, Math.min(1, raw.low() - shift)),
                    Math.max(0, Math.min(1, raw.high() - shift)),
                    raw.confidence()));
  }

  private static String text(Bootstrap.Method method) {
    return method == Bootstrap.Method.BCA ? "BCa" : "percentile";
  }

  private String units() {
    return settings.groups().map(groups -> "groups by " + groups.by()).orElse("samples");
  }
}
