package org.graft4j.eval.report;

import java.util.List;
import java.util.Locale;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.train.EpochRecord;
import org.jspecify.annotations.Nullable;

/**
 * One way of training and how well it did. Immutable.
 *
 * @param name what tells it from the other runs, say {@code "linear probe"}
 * @param seconds wall-clock time of the training, at least 0
 * @param report the evaluation of its model
 * @param history its epochs in order, stage by stage; empty if nothing was trained. Numbers are
 *     finite
 */
public record RunResult(
    String name, double seconds, ClassificationReport report, List<EpochRecord> history) {

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
    for (EpochRecord epoch : history) {
      requireFinite("trainLoss", epoch.trainLoss());
      requireFinite("validationLoss", epoch.validationLoss());
      requireFinite("validationAccuracy", epoch.validationAccuracy());
      requireFinite("learningRate", epoch.learningRate());
      epoch.terms().forEach(RunResult::requireFinite);
    }
  }

  private static void requireFinite(String name, @Nullable Double value) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but was " + value);
    }
  }
}
