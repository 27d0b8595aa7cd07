package org.graft4j.train.objective;

import java.util.Arrays;
import java.util.List;

/**
 * The focal loss over softmax probabilities: a cross entropy in which examples that are already
 * right count for little, for data where most are easy.
 *
 * <p>With a row's label {@code q} and {@code p} the softmax of its logits, a row costs {@code
 * -sum_c q_c alpha_c (1 - p_c)^gamma ln p_c}, and the value is the mean over the rows that have a
 * label (not divided by alpha). With gamma 0 and no alpha it is the cross entropy. Computed from
 * logits, so that logits of 1000 neither overflow nor lose the slope.
 *
 * <p>Lin et al. 2017, <a href="https://arxiv.org/abs/1708.02002">arXiv:1708.02002</a>, for several
 * classes.
 *
 * @param gamma how much less an example counts the surer its class is, finite and not negative; 2
 *     in the paper
 * @param alpha a factor for each class, not negative and not all 0; empty for none
 */
public record FocalLoss(double gamma, List<Double> alpha) implements Loss {

  public FocalLoss {
    alpha = List.copyOf(alpha);
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma must be finite and not negative, but was " + gamma);
    }
    ClassFactors.requireFactors("alpha", alpha);
  }

  /** Without factors of classes. */
  public static FocalLoss of(double gamma) {
    return new FocalLoss(gamma, List.of());
  }

  @Override
  public double compute(double[] logits, double[] targets, int rows, double[] slope) {
    int classes = logits.length / rows;
    double[] factors = ClassFactors.of("alpha", alpha, classes);
    Arrays.fill(slope, 0, logits.length, 0);
    double sum = 0;
    int labelled = 0;
    for (int row = 0; row < rows; row++) {
      int from = row * classes;
      if (SoftmaxRow.unlabelled(targets, from, classes)) {
        continue;
      }
      labelled++;
      Row softmax = Row.of(logits, from, classes);
      for (int c = 0; c < classes; c++) {
        double share = factors[c] * targets[from + c];
        if (share != 0) {
          sum += share * softmax.addTo(slope, from, c, gamma, share);
        }
      }
    }
    if (labelled == 0) {
      return 0;
    }
    for (int i = 0; i < logits.length; i++) {
      slope[i] /= labelled;
    }
    return sum / labelled;
  }

  @Override
  public String describe() {
    return "focal loss, gamma " + gamma + (alpha.isEmpty() ? "" : ", alpha " + alpha);
  }

  @Override
  public String toString() {
    return describe();
  }

  /** The softmax of one row, kept as its exponentials. */
  private static final class Row {
    private final double[] exponentials;
    private final double[] belowHighest;
    private final double sum;

    private Row(double[] belowHighest, double[] exponentials, double sum) {
      this.belowHighest = belowHighest;
      this.exponentials = exponentials;
      this.sum = sum;
    }

    static Row of(double[] logits, int from, int classes) {
      double highest = SoftmaxRow.highest(logits, from, classes);
      double[] belowHighest = new double[classes];
      double[] exponentials = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        belowHighest[c] = logits[from + c] - highest;
        exponentials[c] = Math.exp(belowHighest[c]);
        sum += exponentials[c];
      }
      return new Row(belowHighest, exponentials, sum);
    }

    /** Adds the slope of {@code -(1 - p_c)^gamma ln p_c} times the factor; gives its value. */
    double addTo(double[] slope, int from, int c, double gamma, double factor) {
      double p = exponentials[c] / sum;
      // 1 - p and ln p from the other classes: where p is nearly 1, its own digits are lost
      double others = others(c);
      double rest = others / sum;
      double log = belowHighest[c] == 0 ? -Math.log1p(others) : belowHighest[c] - Math.log(sum);
      double power = Math.pow(rest, gamma);
      // d value / d p_c, times p_c; (1 - p)^(gamma - 1) ln p has the limit 0 with (1 - p)
      double pull = gamma == 0 || rest == 0 ? 0 : gamma * Math.pow(rest, gamma - 1) * p * log;
      double slopeByLog = factor * (pull - power);
      for (int k = 0; k < exponentials.length; k++) {
        slope[from + k] += k == c ? slopeByLog * rest : -slopeByLog * (exponentials[k] / sum);
      }
      return -power * log;
    }

    private double others(int c) {
      double others = 0;
      for (int k = 0; k < exponentials.length; k++) {
        others += k == c ? 0 : exponentials[k];
      }
      return others;
    }
  }
}
