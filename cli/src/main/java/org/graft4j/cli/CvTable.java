package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.MeasureSummary;
import org.graft4j.eval.resample.NestedSearchResult;

/** The result of a cross-validation for a person. */
final class CvTable {
  /** In the place of a number that is undefined, or an interval that there is none of. */
  private static final String NOTHING = "-";

  private static final String ROW = "%-18s %6s %8s  %-16s %6s  %-16s  %s";

  private CvTable() {}

  static List<String> lines(CvOutcome outcome) {
    CrossValidationResult result = outcome.result();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s of %s, %.0f %% intervals",
            outcome.pipeline(),
            Count.of(result.folds().size(), "fold", "folds"),
            Count.of(result.folded().items().size(), "picture", "pictures"),
            100 * result.confidence()));
    lines.add(
        String.format(
            Locale.ROOT, ROW, "", "mean", "± folds", "interval", "pooled", "interval", "note"));
    result.measures().forEach(measure -> lines.add(line(measure)));
    NestedSearchResult search = outcome.search();
    if (search != null) {
      lines.addAll(lines(search));
    }
    CvOutcome.Compared compared = outcome.compared();
    if (compared != null) {
      lines.add("against " + compared.name() + ": " + compared.difference());
      MetricValue pooled = compared.difference().pooled();
      lines.add(
          String.format(
              Locale.ROOT,
              "on the same pictures, with these trained models: %+.3f %s",
              pooled.value().orElseThrow(),
              pooled.interval().map(CvTable::signed).orElse(pooled.note())));
    }
    outcome.notes().forEach(note -> lines.add("note: " + note));
    result.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  private static String line(MeasureSummary m) {
    return String.format(
        Locale.ROOT,
        ROW,
        m.measure(),
        text(m.mean().value()),
        text(m.deviation()),
        m.mean().interval().map(CvTable::text).orElse(NOTHING),
        text(m.pooled().value()),
        m.pooled().interval().map(CvTable::text).orElse(NOTHING),
        m.pooled().note());
  }

  private static String text(OptionalDouble value) {
    return value.isEmpty() ? NOTHING : String.format(Locale.ROOT, "%.3f", value.getAsDouble());
  }

  private static List<String> lines(NestedSearchResult search) {
    List<String> lines = new ArrayList<>();
    lines.add("candidates, by " + search.by() + " over the inner folds:");
    search
        .timesChosen()
        .forEach(
            (name, times) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  %.3f  chosen %d of %d times  %s",
                        search.inner(name),
                        times,
                        search.choices().size(),
                        name)));
    lines.add(
        String.format(
            Locale.ROOT,
            "the inner folds promised %.3f, the outer ones measured %.3f: report the latter",
            search.promised(),
            search.measured()));
    lines.add("chosen most often, to train with in the end: " + search.mostChosen());
    return lines;
  }

  private static String text(Interval interval) {
    return String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }

  private static String signed(Interval interval) {
    return String.format(Locale.ROOT, "[%+.3f, %+.3f]", interval.low(), interval.high());
  }
}
