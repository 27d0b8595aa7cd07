package org.graft4j.transfer.regularise;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.graft4j.transfer.internal.SourceClassifier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cross-entropy of a trained copy of the source head with translated labels. */
final class CoTuningTerm implements FeatureTerm, AutoCloseable {
  private static final String WEIGHTS = "W";
  private static final String BIAS = "b";

  private final String vertex;
  private final double lambda;
  private final double rateFactor;
  private final ClassRelation relation;
  private final Map<String, INDArray> parameters = new LinkedHashMap<>();
  private final Map<String, INDArray> slopes = new LinkedHashMap<>();

  /**
   * Starts from a copy of the head.
   *
   * @param rateFactor of the copy, beside the new head's rate
   */
  CoTuningTerm(
      String vertex,
      double lambda,
      double rateFactor,
      SourceClassifier head,
      ClassRelation relation) {
    this.vertex = vertex;
    this.lambda = lambda;
    this.rateFactor = rateFactor;
    this.relation = relation;
    parameters.put(WEIGHTS, head.weights().dup('c'));
    head.bias().ifPresent(bias -> parameters.put(BIAS, bias.dup('c')));
    parameters.forEach((name, values) -> slopes.put(name, values.ulike().assign(0)));
  }

  @Override
  public String name() {
    return "co-tuning";
  }

  @Override
  public String vertex() {
    return vertex;
  }

  @Override
  public double weight(double progress) {
    return lambda;
  }

  @Override
  public Map<String, INDArray> parameters() {
    return parameters;
  }

  @Override
  public double rateFactor() {
    return rateFactor;
  }

  @Override
  public Map<String, INDArray> slopes() {
    return slopes;
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    INDArray weights = parameters.get(WEIGHTS);
    int rows = (int) output.size(0);
    int classes = (int) weights.size(1);
    double[] wanted = relation.of(RowMajor.of(batch.labels()), rows, (int) batch.labels().size(1));
    double value;
    try (INDArray logits = output.mmul(weights)) {
      INDArray bias = parameters.get(BIAS);
      if (bias != null) {
        logits.addiRowVector(bias);
      }
      double[] numbers = RowMajor.of(logits);
      value = crossEntropy(numbers, wanted, rows, classes);
      RowMajor.into(numbers, logits);
      back(output, logits, slope);
    }
    return value;
  }

  private void back(INDArray features, INDArray logits, INDArray slope) {
    try (INDArray below = logits.mmul(parameters.get(WEIGHTS).transpose());
        INDArray ofWeights = features.transpose().mmul(logits)) {
      slope.assign(below);
      slopes.get(WEIGHTS).assign(ofWeights);
    }
    INDArray ofBias = slopes.get(BIAS);
    if (ofBias != null) {
      try (INDArray sums = logits.sum(true, 0)) {
        ofBias.assign(sums);
      }
    }
  }

  /**
   * The mean over the rows with a label, 0 without any.
   *
   * @param logits are given the derivative
   */
  private static double crossEntropy(double[] logits, double[] wanted, int rows, int classes) {
    double value = 0;
    int labelled = 0;
    for (int row = 0; row < rows; row++) {
      double share = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int at = row * classes; at < (row + 1) * classes; at++) {
        share += wanted[at];
        most = Math.max(most, logits[at]);
      }
      labelled += share > 0 ? 1 : 0;
      double sum = 0;
      for (int at = row * classes; at < (row + 1) * classes; at++) {
        sum += Math.exp(logits[at] - most);
      }
      double normaliser = most + Math.log(sum);
      for (int at = row * classes; at < (row + 1) * classes; at++) {
        double logarithm = logits[at] - normaliser;
        value -= share > 0 ? wanted[at] * logarithm : 0;
        logits[at] = share > 0 ? share * Math.exp(logarithm) - wanted[at] : 0;
      }
    }
    int count = Math.max(1, labelled);
    for (int at = 0; at < logits.length; at++) {
      logits[at] /= count;
    }
    return value / count;
  }

  @Override
  public void close() {
    parameters.values().forEach(INDArray::close);
    slopes.values().forEach(INDArray::close);
  }
}
