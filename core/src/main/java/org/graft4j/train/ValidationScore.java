package org.graft4j.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.engine.Trunk;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Cross-entropy and accuracy of a classifier, for choosing epochs and showing progress; the numbers
 * that are reported come from the {@code eval} module.
 *
 * @param loss mean of {@code -ln p(true class)}
 * @param accuracy share of examples whose first maximum is the true class, 0..1
 * @param examples how many there were
 */
record ValidationScore(double loss, double accuracy, int examples) {

  /** Smaller probabilities count as this one, the smallest normal float. */
  private static final double SMALLEST = Float.MIN_NORMAL;

  /**
   * Scores the graph as it is.
   *
   * @throws IllegalArgumentException if a batch has masks
   * @throws TrainingDivergedException if an output is not a number, naming stage and epoch
   */
  static ValidationScore measure(
      ComputationGraph graph, BatchSource source, String stage, int epoch) {
    Sums sums = new Sums();
    try (Trunk whole = Trunk.of(graph)) {
      source.forEachBatch(0, batch -> sums.add(whole, batch, stage, epoch));
    }
    return new ValidationScore(
        sums.loss / sums.examples, (double) sums.right / sums.examples, sums.examples);
  }

  private static final class Sums {
    private double loss;
    private int right;
    private int examples;

    void add(Trunk whole, DataSet batch, String stage, int epoch) {
      BatchSource.requireNoMasks(batch);
      float[][] scores;
      try (INDArray output = whole.output(batch.getFeatures())) {
        scores = output.toFloatMatrix();
      }
      float[][] labels = batch.getLabels().toFloatMatrix();
      for (int i = 0; i < scores.length; i++) {
        int label = firstMaximum(labels[i]);
        double p = scores[i][label];
        if (Double.isNaN(p)) {
          String id = batch.getExampleMetaData(String.class).get(i);
          throw TrainingDivergedException.afterEpoch(stage, epoch, List.of(id));
        }
        loss -= Math.log(Math.max(p, SMALLEST));
        right += firstMaximum(scores[i]) == label ? 1 : 0;
        examples++;
      }
    }
  }

  private static int firstMaximum(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
