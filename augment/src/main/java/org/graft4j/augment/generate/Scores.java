package org.graft4j.augment.generate;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A discriminator's scores for a batch, and the error that goes back into it. */
final class Scores {
  private final double[] scores;
  private final int[] labels;
  private final int width;
  private final double[] error;

  private Scores(double[] scores, int[] labels, int width) {
    this.scores = scores;
    this.labels = labels;
    this.width = width;
    this.error = new double[scores.length * width];
  }

  /**
   * The score of each picture as one of its own class.
   *
   * @param outputs {@code [batch, 1 + classes, 1, 1]}: a general score and one a class
   */
  static Scores of(INDArray outputs, int[] labels) {
    int width = (int) outputs.size(1);
    double[] values;
    try (INDArray copy = outputs.dup('c')) {
      values = copy.data().asDouble();
    }
    double[] scores = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      scores[i] = values[i * width] + values[i * width + 1 + labels[i]];
    }
    return new Scores(scores, labels, width);
  }

  /**
   * The loss {@code ln(1 + exp(sign * score))} of one picture; its slope goes into {@link #error}.
   *
   * @param sign 1 where a high score is bad, -1 where it is good
   */
  double lose(int row, int sign) {
    double x = sign * scores[row];
    double slope = sign / (1 + Math.exp(-x));
    error[row * width] = slope;
    error[row * width + 1 + labels[row]] = slope;
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Slopes of the sum of the losses by the outputs; the caller closes it. */
  INDArray error(DataType type) {
    return Latent.array(error, type, labels.length, width, 1, 1);
  }
}
