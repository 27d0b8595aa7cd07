package org.graft4j.eval.transferability;

import java.util.Locale;

/**
 * What a network's own head, trained on the source classes, tells of the target's classes. Natural
 * logarithms; 0 is the best, more negative is worse.
 *
 * @param leep LEEP: mean log likelihood of the labels by {@code sum_z P(y | z) theta_z}, where
 *     {@code theta} are the head's probabilities and {@code P(y | z)} is counted with them (Nguyen
 *     et al. 2020, "LEEP: A New Measure to Evaluate Transferability", arXiv:2002.12462)
 * @param nce the same with the head's first choices alone: minus the conditional entropy of the
 *     labels given those (Tran et al. 2019, "Transferability and Hardness of Supervised
 *     Classification Tasks", arXiv:1908.08142)
 */
public record SourceHeadScores(double leep, double nce) {

  /** Floats that were made by a softmax add up to 1 no better than that. */
  private static final double SUM_TOLERANCE = 1e-3;

  /**
   * Both scores.
   *
   * @param probabilities one row a sample, one column a source class; a row adds up to 1
   * @param labels of the target task, not negative, one a sample
   * @throws IllegalArgumentException if there is no sample, the sizes differ or a row holds no
   *     probabilities; the message names the sample
   */
  public static SourceHeadScores of(double[][] probabilities, int[] labels) {
    if (labels.length == 0 || probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          "probabilities and labels must have one row for each sample, one at least, but had "
              + probabilities.length
              + " and "
              + labels.length);
    }
    int[] choices = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      requireProbabilities(probabilities[i], probabilities[0].length, i);
      for (int z = 1; z < probabilities[i].length; z++) {
        if (probabilities[i][z] > probabilities[i][choices[i]]) {
          choices[i] = z;
        }
      }
    }
    return new SourceHeadScores(leep(probabilities, labels), nce(choices, labels));
  }

  private static void requireProbabilities(double[] row, int classes, int sample) {
    double sum = 0;
    boolean sound = row.length == classes;
    for (double p : row) {
      sound &= p >= 0;
      sum += p;
    }
    if (!sound || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities of sample #%d must be %d numbers that add up to 1, but were %d that add up to %s",
              sample,
              classes,
              row.length,
              sum));
    }
  }

  private static double leep(double[][] theta, int[] labels) {
    double[][] joint = new double[classes(labels)][theta[0].length];
    double[] sums = new double[theta[0].length];
    for (int i = 0; i < labels.length; i++) {
      for (int z = 0; z < sums.length; z++) {
        joint[labels[i]][z] += theta[i][z];
        sums[z] += theta[i][z];
      }
    }
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      double likelihood = 0;
      for (int z = 0; z < sums.length; z++) {
        if (sums[z] > 0) {
          likelihood += joint[labels[i]][z] / sums[z] * theta[i][z];
        }
      }
      total += Math.log(likelihood);
    }
    return total / labels.length;
  }

  /**
   * NCE of hard source labels.
   *
   * @param sourceLabels what the source head says, not negative, one a sample
   * @param labels of the target task, not negative
   */
  public static double nce(int[] sourceLabels, int[] labels) {
    if (labels.length == 0 || sourceLabels.length != labels.length) {
      throw new IllegalArgumentException(
          "sourceLabels and labels must have one number for each sample, one at least, but had "
              + sourceLabels.length
              + " and "
              + labels.length);
    }
    long[][] joint = new long[classes(labels)][classes(sourceLabels)];
    long[] sums = new long[joint[0].length];
    for (int i = 0; i < labels.length; i++) {
      joint[labels[i]][sourceLabels[i]]++;
      sums[sourceLabels[i]]++;
    }
    double total = 0;
    for (long[] row : joint) {
      for (int z = 0; z < sums.length; z++) {
        if (row[z] > 0) {
          total += row[z] * Math.log((double) row[z] / sums[z]);
        }
      }
    }
    return total / labels.length;
  }

  private static int classes(int[] labels) {
    int most = 0;
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("labels must not be negative, but one was " + label);
      }
      most = Math.max(most, label);
    }
    return most + 1;
  }
}
