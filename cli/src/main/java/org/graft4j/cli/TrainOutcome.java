package org.graft4j.cli;

import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.calibration.DecisionFit;
import org.graft4j.eval.report.RunResult;
import org.graft4j.transfer.FineTuneResult;

/**
 * What a job came to.
 *
 * @param result network and history
 * @param report on the held-out part
 * @param decision how the model decides, told by the validation part; empty without one
 * @param seconds of training, with reading pictures and running the backbone
 */
record TrainOutcome(
    FineTuneResult result,
    ClassificationReport report,
    Optional<DecisionFit> decision,
    double seconds) {

  /** For the report page. */
  RunResult named(String name) {
    return new RunResult(name, seconds, report, result.history());
  }
}
