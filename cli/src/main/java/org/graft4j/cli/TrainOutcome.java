package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.report.EpochPoint;
import org.graft4j.eval.report.RunResult;
import org.graft4j.train.EpochRecord;
import org.graft4j.transfer.FineTuneResult;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to.
 *
 * @param result network and history
 * @param report on the held-out part
 * @param seconds of training, with reading pictures and running the backbone
 */
record TrainOutcome(FineTuneResult result, ClassificationReport report, double seconds) {

  /** For the report page; epochs are numbered through the stages. */
  RunResult named(String name) {
    List<EpochPoint> points = new ArrayList<>();
    for (EpochRecord epoch : result.history()) {
      points.add(
          new EpochPoint(
              points.size() + 1,
              epoch.trainLoss(),
              optional(epoch.validationLoss()),
              optional(epoch.validationAccuracy()),
              epoch.learningRate()));
    }
    return new RunResult(name, seconds, report, points);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
