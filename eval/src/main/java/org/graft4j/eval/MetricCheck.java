package org.graft4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassMeasure;

/**
 * Whether named numbers can be those of a report: each known, in its range, and what counts and
 * states give where they give it.
 */
final class MetricCheck {
  /** What another program's rounding may change. */
  private static final double TOLERANCE = 1e-9;

  private static final String WEIGHTED_F1 = "weighted F1";

  /** Told by the ranking of single predictions, which a report need not have kept. */
  private static final Set<String> OF_RANKINGS = Set.of("ROC area", "mean average precision");

  /**
   * Means over samples: draws of the samples lie around them, so that every interval holds them. A
   * number that is biased in draws may lie outside of its own.
   */
  private static final Set<String> MEANS = Set.of("accuracy", "log loss", "Brier score");

  private final ClassificationReport report;
  private final Map<String, OptionalDouble> given = new TreeMap<>();
  private final List<String> required = new ArrayList<>();

  private MetricCheck(ClassificationReport report) {
    this.report = report;
    for (MetricValue own : CountMetrics.of(report)) {
      given.put(own.name(), own.value());
      if (!isTopK(own.name())) {
        required.add(own.name());
      }
    }
    given.put(WEIGHTED_F1, report.confusion().metrics().average(ClassMeasure.F1, Average.WEIGHTED));
  }

  private static boolean isTopK(String name) {
    return name.startsWith("top-");
  }

  /**
   * @throws IllegalArgumentException if a name is unknown, comes twice or is missing, or a number
   *     or an end of its interval cannot be
   */
  static void require(ClassificationReport report, List<MetricValue> values) {
    MetricCheck check = new MetricCheck(report);
    List<String> names = values.stream().map(MetricValue::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw new IllegalArgumentException(
            "metrics must have distinct names, but '" + names.get(i) + "' came twice");
      }
    }
    for (String name : check.required) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("metrics must hold '" + name + "', but were " + names);
      }
    }
    values.forEach(check::require);
  }

  private void require(MetricValue metric) {
    String name = metric.name();
    boolean ranked = OF_RANKINGS.contains(name) && report.states().isPresent();
    if (!ranked && !given.containsKey(name)) {
      throw new IllegalArgumentException(
          "metrics must be known, but one was '" + name + "'; known: " + given.keySet());
    }
    metric.value().ifPresent(value -> requireInRange(name, name, value));
    metric.interval().ifPresent(interval -> require(metric, interval));
    if (ranked) {
      return;
    }
    OptionalDouble expected = given.get(name);
    if (expected.isPresent() != metric.value().isPresent()
        || (expected.isPresent() && differ(expected.getAsDouble(), metric.value().getAsDouble()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be %s, as the counts give, but was %s",
              name,
              shown(expected),
              shown(metric.value())));
    }
  }

  private void require(MetricValue metric, Interval interval) {
    String name = metric.name();
    requireInRange(name, "interval of " + name, interval.low());
    requireInRange(name, "interval of " + name, interval.high());
    double value = metric.value().orElseThrow();
    if ((MEANS.contains(name) || isTopK(name))
        && !(interval.low() - TOLERANCE <= value && value <= interval.high() + TOLERANCE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "interval of %s must hold %s, but was [%s, %s]",
              name,
              value,
              interval.low(),
              interval.high()));
    }
    if (name.equals("accuracy") && metric.note().startsWith("Wilson")) {
      Interval wilson =
          Interval.wilson(report.confusion().correct(), report.n(), interval.confidence());
      if (differ(wilson.low(), interval.low()) || differ(wilson.high(), interval.high())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "interval of accuracy must be Wilson's, [%s, %s], as its note says, but was [%s,"
                    + " %s]",
                wilson.low(),
                wilson.high(),
                interval.low(),
                interval.high()));
      }
    }
  }

  private static boolean differ(double a, double b) {
    return Math.abs(a - b) > TOLERANCE;
  }

  private static void requireInRange(String name, String what, double value) {
    double low = name.equals("MCC") || name.equals("Cohen's kappa") ? -1 : 0;
    double high =
        switch (name) {
          case "log loss" -> Double.MAX_VALUE;
          case "Brier score" -> 2;
          default -> 1;
        };
    if (!(value >= low - TOLERANCE && value <= high + TOLERANCE)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be in [%s, %s], but was %s", what, low, high, value));
    }
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "undefined";
  }
}
