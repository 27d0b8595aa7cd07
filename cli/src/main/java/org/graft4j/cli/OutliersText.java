package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.outlier.OutlierSeparation;

/** How well outliers are told, for a person. */
final class OutliersText {
  private OutliersText() {}

  /**
   * A table and what it is of.
   *
   * @param part of the model's own pictures
   * @param separations one for each score, at least one
   */
  static List<String> lines(String part, List<OutlierSeparation> separations) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-16s %6s %-16s  %15s %s",
            "",
            "AUROC",
            "95 % interval",
            "FPR at 95 % TPR",
            "95 % interval"));
    for (OutlierSeparation separation : separations) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-16s %6.3f %-16s  %15.3f %s",
              separation.score().id(),
              separation.rocArea().value().orElseThrow(),
              interval(separation.rocArea()),
              separation.missed().value().orElseThrow(),
              interval(separation.missed())));
    }
    lines.add(
        "on "
            + Count.of(separations.get(0).inside(), "own picture", "own pictures")
            + " ("
            + part
            + ") and "
            + Count.of(separations.get(0).outside(), "outlier", "outliers"));
    return lines;
  }

  private static String interval(MetricValue value) {
    Interval interval = value.interval().orElseThrow();
    return String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }
}
