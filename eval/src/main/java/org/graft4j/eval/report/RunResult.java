package org.graft4j.eval.report;

import java.util.List;
import java.util.Locale;
import org.graft4j.eval.ClassificationReport;

/**
 * One way of training and how well it did. Immutable.
 *
 * @param name what tells it from the other runs, say {@code "linear probe"}
 * @param seconds wall-clock time of the training, at least 0
 * @param report the evaluation of its model
 * @param history its epochs in order; empty if nothing was trained
 */
public record RunResult(
    String name, double seconds, ClassificationReport report, List<EpochPoint> history) {

  public RunResult {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name of a run must not be blank");
    }
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "seconds of run '%s' must be at least 0, but were %s", name, seconds));
    }
    history = List.copyOf(history);
  }
}
