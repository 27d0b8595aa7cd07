package org.graft4j.transfer.joint;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Ramp;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The softmax cross-entropy of a source head over those examples of a batch that are of the source,
 * a mean over them; 0 in a batch without any. Confined to one thread.
 */
final class SourceTerm implements FeatureTerm, AutoCloseable {
  private final String vertex;
  private final SourceHead head;
  private final Map<String, Integer> labels;
  private final Ramp weight;
  private final double rateFactor;
  private final INDArray weightsSlope;
  private final INDArray biasSlope;

  /**
   * The term of a head.
   *
   * @param vertex that gives the features
   * @param labels of the source's pictures by id
   * @param rateFactor of the head, beside the rate of the run's own
   */
  SourceTerm(
      String vertex, SourceHead head, Map<String, Integer> labels, Ramp weight, double rateFactor) {
    this.vertex = vertex;
    this.head = head;
    this.labels = Map.copyOf(labels);
    this.weight = weight;
    this.rateFactor = rateFactor;
    this.weightsSlope = head.weights().ulike().assign(0);
    this.biasSlope = head.bias().ulike().assign(0);
  }

  @Override
  public String name() {
    return "source";
  }

  @Override
  public String vertex() {
    return vertex;
  }

  @Override
  public double weight(double progress) {
    return weight.at(progress);
  }

  @Override
  public Map<String, INDArray> parameters() {
    return Map.of("W", head.weights(), "b", head.bias());
  }

  @Override
  public double rateFactor() {
    return rateFactor;
  }

  @Override
  public Map<String, INDArray> slopes() {
    return Map.of("W", weightsSlope, "b", biasSlope);
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    int[] rows = sourceRows(batch, output.size(0));
    int width = (int) output.size(1);
    int classes = (int) head.bias().length();
    weightsSlope.assign(0);
    biasSlope.assign(0);
    if (rows.length == 0) {
      return 0;
    }
    double[] features = RowMajor.of(output);
    double[] weights = RowMajor.of(head.weights());
    double[] bias = RowMajor.of(head.bias());
    double[] logits = new double[rows.length * classes];
    double[] targets = new double[rows.length * classes];
    for (int r = 0; r < rows.length; r++) {
      targets[r * classes + labels.get(batch.ids().get(rows[r]))] = 1;
      System.arraycopy(bias, 0, logits, r * classes, classes);
      for (int i = 0; i < width; i++) {
        double x = features[rows[r] * width + i];
        for (int c = 0; c < classes; c++) {
          logits[r * classes + c] += x * weights[i * classes + c];
        }
      }
    }
    double[] ofLogits = new double[logits.length];
    double loss = CrossEntropy.plain().compute(logits, targets, rows.length, ofLogits);
    back(features, weights, rows, ofLogits, slope);
    return loss;
  }

  /** From the slope of the logits to those of features, weights and bias. */
  private void back(
      double[] features, double[] weights, int[] rows, double[] ofLogits, INDArray slope) {
    int classes = (int) head.bias().length();
    int width = weights.length / classes;
    double[] ofFeatures = new double[features.length];
    double[] ofWeights = new double[weights.length];
    double[] ofBias = new double[classes];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < classes; c++) {
        ofBias[c] += ofLogits[r * classes + c];
      }
      for (int i = 0; i < width; i++) {
        int at = rows[r] * width + i;
        for (int c = 0; c < classes; c++) {
          double d = ofLogits[r * classes + c];
          ofFeatures[at] += d * weights[i * classes + c];
          ofWeights[i * classes + c] += d * features[at];
        }
      }
    }
    RowMajor.into(ofFeatures, slope);
    RowMajor.into(ofWeights, weightsSlope);
    RowMajor.into(ofBias, biasSlope);
  }

  @Override
  public void close() {
    head.weights().close();
    head.bias().close();
    weightsSlope.close();
    biasSlope.close();
  }

  /** Places of the source's pictures. */
  private int[] sourceRows(StepBatch batch, long examples) {
    List<String> ids = batch.ids();
    if (ids.size() != examples) {
      throw new IllegalStateException(
          "a batch for joint training must name its pictures, but has "
              + ids.size()
              + " ids for "
              + examples);
    }
    return IntStream.range(0, ids.size()).filter(row -> labels.containsKey(ids.get(row))).toArray();
  }
}
