package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

/** Batches to try losses on, and the check of a slope. */
final class LossSlopes {
  private LossSlopes() {}

  /** Holds the slope against central differences; 1e-6 is what those are good for. */
  static void requireSlope(Loss loss, double[] logits, double[] targets, int rows) {
    double[] slope = new double[logits.length];
    loss.compute(logits, targets, rows, slope);
    double step = 1e-5;
    double[] moved = logits.clone();
    for (int i = 0; i < logits.length; i++) {
      moved[i] = logits[i] + step;
      double above = value(loss, moved, targets, rows);
      moved[i] = logits[i] - step;
      double below = value(loss, moved, targets, rows);
      moved[i] = logits[i];
      assertThat(slope[i])
          .as("slope %d of %s", i, loss)
          .isCloseTo((above - below) / (2 * step), within(1e-6));
    }
  }

  static double value(Loss loss, double[] logits, double[] targets, int rows) {
    return loss.compute(logits, targets, rows, new double[logits.length]);
  }

  static double[] slope(Loss loss, double[] logits, double[] targets, int rows) {
    double[] slope = new double[logits.length];
    loss.compute(logits, targets, rows, slope);
    return slope;
  }

  static double[] logits(long seed, int rows, int classes) {
    Random random = new Random(seed);
    return random.doubles((long) rows * classes, -3, 3).toArray();
  }

  /** One-hot rows; every fourth has no label. */
  static double[] labels(long seed, int rows, int classes) {
    Random random = new Random(seed);
    double[] targets = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      int label = random.nextInt(classes);
      targets[row * classes + label] = row % 4 == 3 ? 0 : 1;
    }
    return targets;
  }

  /** Rows of probabilities that sum to 1. */
  static double[] probabilities(long seed, int rows, int classes) {
    double[] targets = new Random(seed).doubles((long) rows * classes).toArray();
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += targets[row * classes + c];
      }
      for (int c = 0; c < classes; c++) {
        targets[row * classes + c] /= sum;
      }
    }
    return targets;
  }
}
