package org.graft4j.eval.calibration;

import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Decision;

/**
 * What a model that may abstain did on samples: how many it gave an answer for, and how many of
 * those were wrong. Immutable.
 *
 * @param answered samples that got an answer, at most {@code n}
 * @param wrong answers of another class than the sample's, at most {@code answered}
 * @param n all samples, at least 1
 */
public record Answers(long answered, long wrong, long n) {

  public Answers {
    if (n < 1 || wrong < 0 || wrong > answered || answered > n) {
      throw new IllegalArgumentException(
          "there must be 0 <= wrong <= answered <= n and a sample, but they were "
              + wrong
              + ", "
              + answered
              + " and "
              + n);
    }
  }

  /**
   * Counts them.
   *
   * @param table what the model said, at the decision's temperature, as {@link
   *     org.graft4j.eval.Evaluator} has it
   * @param decision fitted on other samples, or the counts are too good
   */
  public static Answers of(PredictionTable table, Decision decision) {
    // The threshold is on the network's own probabilities: the temperature is taken off again.
    Decision own =
        new Decision(1 / decision.temperature(), decision.abstention(), decision.views());
    long answered = 0;
    long wrong = 0;
    for (int i = 0; i < table.size(); i++) {
      if (own.answers(own.calibrated(table.probabilities(i)))) {
        answered++;
        wrong += table.correct(i) ? 0 : 1;
      }
    }
    return new Answers(answered, wrong, table.size());
  }

  /** Share of the samples that got an answer. */
  public double coverage() {
    return (double) answered / n;
  }

  /** Wilson's 95 % interval of the share of answers that are wrong; [0, 1] without answers. */
  public Interval errorInterval() {
    return Interval.wilson(wrong, answered, ClassificationReport.CONFIDENCE);
  }
}
