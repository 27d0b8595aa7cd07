package org.graft4j.train.objective;

import java.util.Arrays;
import java.util.List;

/**
 * The cross entropy of softmax probabilities, with label smoothing and class weights; definitions
 * are PyTorch's.
 *
 * <p>With a row's label {@code q}, smoothed to {@code q' = (1 - s) q + s / classes}, and {@code p}
 * the softmax of its logits, a row costs {@code -sum_c w_c q'_c ln p_c}. The sum over the rows is
 * divided by what {@link Mean} says. Computed from logits by the log of the sum of exponentials, so
 * that logits of 1000 neither overflow nor lose the slope. Where all rows of a batch are of weight
 * 0, value and slope are 0.
 *
 * <p>Label smoothing: Szegedy et al. 2016, <a
 * href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>.
 *
 * @param labelSmoothing {@code s}: share of a label that is spread evenly over all classes, in [0,
 *     1); 0 for none
 * @param classWeights {@code w}, one for each class, not negative and not all 0; empty for none,
 *     which is as if all were 1
 * @param mean what the sum over the rows is divided by; without class weights it is the same
 */
public record CrossEntropy(double labelSmoothing, List<Double> classWeights, Mean mean)
    implements Loss {
  private static final CrossEntropy PLAIN = new CrossEntropy(0, List.of(), Mean.BY_WEIGHT);

  /** What the sum over the rows of a batch is divided by, where classes have weights. */
  public enum Mean {
    /**
     * The weights of the rows, {@code sum_i sum_c w_c q_ic}: a batch of one class only has the same
     * loss as without weights. PyTorch's for labels that are class numbers.
     */
    BY_WEIGHT("by weight"),
    /** The number of rows. PyTorch's for labels that are probabilities, one-hot ones too. */
    BY_ROW("by row");

    private final String text;

    Mean(String text) {
      this.text = text;
    }
  }

  public CrossEntropy {
    classWeights = List.copyOf(classWeights);
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be in [0, 1), but was " + labelSmoothing);
    }
    ClassFactors.requireFactors("classWeights", classWeights);
  }

  /** Without smoothing and weights. */
  public static CrossEntropy plain() {
    return PLAIN;
  }

  /** With smoothing, in [0, 1), and without weights. */
  public static CrossEntropy smoothed(double labelSmoothing) {
    return new CrossEntropy(labelSmoothing, List.of(), Mean.BY_WEIGHT);
  }

  /** With class weights and without smoothing, a mean by weight. */
  public static CrossEntropy weighted(List<Double> classWeights) {
    return new CrossEntropy(0, classWeights, Mean.BY_WEIGHT);
  }

  @Override
  public double compute(double[] logits, double[] targets, int rows, double[] slope) {
    int classes = logits.length / rows;
    double[] weights = ClassFactors.of("classWeights", classWeights, classes);
    double divisor = divisor(targets, weights, rows);
    if (divisor == 0) {
      Arrays.fill(slope, 0, logits.length, 0);
      return 0;
    }
    double[] costs = new double[classes];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int from = row * classes;
      if (SoftmaxRow.unlabelled(targets, from, classes)) {
        Arrays.fill(slope, from, from + classes, 0);
        continue;
      }
      for (int c = 0; c < classes; c++) {
        double smoothed = (1 - labelSmoothing) * targets[from + c] + labelSmoothing / classes;
        costs[c] = weights[c] * smoothed;
      }
      sum += row(logits, from, costs, divisor, slope);
    }
    return sum / divisor;
  }

  /** A row's {@code -sum_c a_c ln p_c}, and its slope divided by the divisor. */
  private static double row(
      double[] logits, int from, double[] costs, double divisor, double[] slope) {
    int classes = costs.length;
    double logSum = SoftmaxRow.logSum(logits, from, classes);
    double total = 0;
    double value = 0;
    for (int c = 0; c < classes; c++) {
      total += costs[c];
      // a class that costs nothing may have a logit of minus infinity
      value += costs[c] == 0 ? 0 : costs[c] * (logSum - logits[from + c]);
    }
    for (int c = 0; c < classes; c++) {
      slope[from + c] = (total * Math.exp(logits[from + c] - logSum) - costs[c]) / divisor;
    }
    return Double.isNaN(logSum) ? Double.NaN : value;
  }

  private double divisor(double[] targets, double[] weights, int rows) {
    int classes = weights.length;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int from = row * classes;
      if (SoftmaxRow.unlabelled(targets, from, classes)) {
        continue;
      }
      if (classWeights.isEmpty() || mean == Mean.BY_ROW) {
        sum++;
      } else {
        for (int c = 0; c < classes; c++) {
          sum += weights[c] * targets[from + c];
        }
      }
    }
    return sum;
  }

  @Override
  public String describe() {
    return "cross entropy"
        + (labelSmoothing == 0 ? "" : ", label smoothing " + labelSmoothing)
        + (classWeights.isEmpty() ? "" : ", class weights " + classWeights + " " + mean.text);
  }

  @Override
  public String toString() {
    return describe();
  }
}
