package org.graft4j.cli;

import java.util.Locale;
import org.graft4j.eval.diagnose.CurveStep;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;

/**
 * Shows how far a learning curve has got: a line for each training, with the time that is left by
 * the pictures that were learned from so far.
 */
final class DiagnoseProgress {
  /** What a training costs beside its pictures, in pictures: on cached features that is most. */
  private static final int FIXED = 100;

  private final double work;
  private final int trainings;
  private final long start = System.nanoTime();
  private double done;
  private int count;

  /**
   * At the beginning of the curve.
   *
   * @param work pictures of all trainings together, about
   */
  DiagnoseProgress(int trainings, double work) {
    this.trainings = trainings;
    this.work = work + (double) FIXED * trainings;
  }

  /** The epochs of so many short trainings would be a wall of text. */
  static TrainingListener pictures(ProgressLine line) {
    return event -> {
      if (event instanceof TrainingEvent.Featurising) {
        line.onEvent(event);
      }
    };
  }

  void step(CurveStep step) {
    count++;
    done += FIXED + step.trained().budget().pictures();
    double seconds = (System.nanoTime() - start) / 1e9;
    Terminal.note(
        String.format(
            Locale.ROOT,
            "curve %d/%d: run %d, %s, accuracy %.3f, %s left",
            count,
            trainings,
            step.run() + 1,
            Count.of(step.trained().budget().pictures(), "picture", "pictures"),
            step.trained().accuracy(),
            ProgressLine.time(Math.max(0, work - done) * seconds / done)));
  }
}
