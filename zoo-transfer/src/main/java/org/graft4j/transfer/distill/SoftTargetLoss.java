package org.graft4j.transfer.distill;

import java.util.Arrays;
import org.graft4j.train.objective.Loss;

/**
 * Soft targets beside hard ones (Hinton, Vinyals and Dean 2015, arXiv:1503.02531): {@code alpha *
 * T^2 * KL(teacher at T || student at T) + (1 - alpha) * hard loss}.
 *
 * <p>A row of targets is what the hard loss reads and then the teacher's probabilities at T, one a
 * class. A row without them, all zeros, counts for nothing in the divergence and its mean; one
 * without a label counts for nothing in the hard loss.
 *
 * @param hard the run's own loss
 * @param temperature positive
 * @param alpha from 0 to 1; at 1 the hard loss is not asked
 */
record SoftTargetLoss(Loss hard, double temperature, double alpha) implements Loss {

  @Override
  public int targetWidth(int classes) {
    return hard.targetWidth(classes) + classes;
  }

  @Override
  public double compute(double[] logits, double[] targets, int rows, double[] slope) {
    int classes = logits.length / rows;
    int ofHard = hard.targetWidth(classes);
    Arrays.fill(slope, 0);
    double soft = 0;
    int taught = 0;
    for (int row = 0; row < rows; row++) {
      int teacher = row * (ofHard + classes) + ofHard;
      if (isTaught(targets, teacher, classes)) {
        soft += divergence(logits, row * classes, targets, teacher, classes, slope);
        taught++;
      }
    }
    double weight = alpha * temperature * temperature / Math.max(1, taught);
    // The slope by z / T is p - q.
    scale(slope, weight / temperature);
    if (alpha == 1) {
      return weight * soft;
    }
    double[] ownSlope = new double[slope.length];
    double own = hard.compute(logits, labels(targets, rows, ofHard, classes), rows, ownSlope);
    for (int i = 0; i < slope.length; i++) {
      slope[i] += (1 - alpha) * ownSlope[i];
    }
    return weight * soft + (1 - alpha) * own;
  }

  private static boolean isTaught(double[] targets, int from, int classes) {
    for (int c = 0; c < classes; c++) {
      if (targets[from + c] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Of one row, as its slope by the logits at T, which is stored. */
  private double divergence(
      double[] logits, int row, double[] targets, int teacher, int classes, double[] slope) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[row + c] / temperature);
    }
    double sum = 0;
    double mass = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits[row + c] / temperature - largest);
      mass += targets[teacher + c];
    }
    double logSum = largest + Math.log(sum);
    double value = 0;
    for (int c = 0; c < classes; c++) {
      double logP = logits[row + c] / temperature - logSum;
      double q = targets[teacher + c];
      // 0 log 0 is 0, but a logit that is no number has to show.
      value += q == 0 ? 0 * logP : q * (Math.log(q) - logP);
      slope[row + c] = mass * Math.exp(logP) - q;
    }
    return value;
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static double[] labels(double[] targets, int rows, int ofHard, int classes) {
    double[] labels = new double[rows * ofHard];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(targets, row * (ofHard + classes), labels, row * ofHard, ofHard);
    }
    return labels;
  }

  @Override
  public String describe() {
    return "soft targets at temperature "
        + temperature
        + " with weight "
        + alpha
        + ", beside "
        + hard.describe();
  }
}
