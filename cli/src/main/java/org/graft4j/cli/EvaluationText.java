package org.graft4j.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.calibration.Answers;
import org.graft4j.eval.uncertainty.IntervalSettings;

/** An evaluation for a person. */
final class EvaluationText {
  private static final String METRIC = "%-22s  %9s  %-16s  %s";

  /** Slices of a table that are shown; the file for machines has all. */
  private static final int SHOWN = 10;

  private EvaluationText() {}

  static List<String> lines(
      EvaluatedRun run,
      List<MetricValue> metrics,
      IntervalSettings settings,
      List<SliceTable> tables) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(run, metrics));
    run.answers().ifPresent(answers -> lines.add(answered(answers, run.promised())));
    lines.add("");
    lines.add(
        line(METRIC, "metric", "value", percent(settings.confidence()) + " % interval", "note"));
    for (MetricValue metric : metrics) {
      lines.add(
          line(
              METRIC,
              metric.name(),
              metric.value().isPresent() ? line("%.3f", metric.value().getAsDouble()) : "undefined",
              interval(metric.interval()).orElse("-"),
              metric.note()));
    }
    lines.add("");
    lines.add(assumption(settings));
    if (settings.groups().isPresent()) {
      lines.add(
          "the slices below take the samples as independent all the same: read their intervals as too"
              + " narrow");
    }
    int all = tables.stream().mapToInt(table -> table.slices().size()).sum();
    for (SliceTable table : tables) {
      if (table.slices().size() > 1) {
        lines.add("");
        slices(lines, table, all);
      }
    }
    return lines;
  }

  /** Say {@code accuracy 0.843 [0.786, 0.887] on 200 validation pictures, macro F1 0.841}. */
  private static String headline(EvaluatedRun run, List<MetricValue> metrics) {
    return line(
        "accuracy %.3f%s on %s, macro F1 %.3f",
        run.report().accuracy(),
        interval(metrics.get(0).interval()).map(text -> " " + text).orElse(""),
        run.what(),
        run.report().macroF1());
  }

  /**
   * Say {@code answers 137 of 200, 7 of them wrong: 0.051 [0.025, 0.102], at most 0.12 promised}.
   */
  private static String answered(Answers answers, double promised) {
    Interval error = answers.errorInterval();
    return line(
        "answers %d of %d, %d of them wrong: %s[%.3f, %.3f], at most %s promised",
        answers.answered(),
        answers.n(),
        answers.wrong(),
        answers.answered() == 0
            ? ""
            : line("%.3f", (double) answers.wrong() / answers.answered()) + " ",
        error.low(),
        error.high(),
        promised);
  }

  static Optional<String> interval(Optional<Interval> interval) {
    return interval.map(i -> line("[%.3f, %.3f]", i.low(), i.high()));
  }

  static String percent(double confidence) {
    return line("%.4f", 100 * confidence).replaceFirst("\\.?0+$", "");
  }

  /** What must be so for the intervals to be right. */
  static String assumption(IntervalSettings settings) {
    String draws =
        line("intervals: %d draws, seed %d;", settings.replicates(), settings.seed().value())
            + (settings.stratified() ? " the number of each class is taken as chosen;" : "");
    return settings
        .groups()
        .map(
            groups ->
                draws
                    + " what is of one "
                    + groups.by()
                    + " is drawn together: they hold for others like these, if those are independent"
                    + " of each other")
        .orElse(
            draws
                + " they take the samples as independent: several pictures of one object or patient"
                + " make them too narrow (--groups)");
  }

  private static void slices(List<String> lines, SliceTable table, int all) {
    List<SliceTable.Slice> ascending =
        table.slices().stream()
            .sorted(Comparator.comparingDouble(SliceTable.Slice::accuracy))
            .toList();
    int width = 8;
    for (SliceTable.Slice slice : ascending.subList(0, Math.min(SHOWN, ascending.size()))) {
      width = Math.max(width, Math.min(40, slice.name().length()));
    }
    String form = "%-" + width + "s  %7s  %8s  %s";
    lines.add(
        line(
            form,
            "by " + table.by(),
            "n",
            "accuracy",
            percent(table.confidence()) + " % interval"));
    for (SliceTable.Slice slice : ascending.subList(0, Math.min(SHOWN, ascending.size()))) {
      lines.add(
          line(
              form,
              slice.name(),
              Long.toString(slice.n()),
              line("%.3f", slice.accuracy()),
              interval(Optional.of(slice.interval(table.confidence()))).orElseThrow()));
    }
    if (ascending.size() > SHOWN) {
      lines.add(
          "and " + (ascending.size() - SHOWN) + " more with higher accuracy (--json has all)");
    }
    lines.add(worst(table, all));
  }

  /**
   * Names the worst slice only if chance does not explain it.
   *
   * @param all slices of all tables
   */
  private static String worst(SliceTable table, int all) {
    String tested =
        line("Fisher's exact test against the others, corrected for %d slices in all", all);
    return table
        .clearlyWorst()
        .map(
            worst ->
                line(
                    "worst %s: %s, accuracy %.3f %s on %d, below the others beyond chance (%s; %s)",
                    table.by(),
                    worst.name(),
                    worst.accuracy(),
                    interval(Optional.of(worst.interval(table.confidence()))).orElseThrow(),
                    worst.n(),
                    PValue.text(table.pValues().get(table.slices().indexOf(worst))),
                    tested))
        .orElseGet(
            () ->
                line(
                    "no %s is worse than the others beyond chance; the lowest is %s with %d of %d right (%s; %s)",
                    table.by(),
                    table.worst().name(),
                    table.worst().correct(),
                    table.worst().n(),
                    PValue.text(table.pValues().get(table.slices().indexOf(table.worst()))),
                    tested));
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }
}
