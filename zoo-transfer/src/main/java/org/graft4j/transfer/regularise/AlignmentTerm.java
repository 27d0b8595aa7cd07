package org.graft4j.transfer.regularise;

import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Half the mean squared distance between what a vertex gives and what it gave before training, over
 * a batch's own examples.
 *
 * @param reference shared by the terms of a stage; closed with any of them
 */
record AlignmentTerm(String name, String vertex, double weight, ReferenceFeatures reference)
    implements FeatureTerm, AutoCloseable {
  @Override
  public String part() {
    return "delta";
  }

  @Override
  public double weight(double progress) {
    return weight;
  }

  @Override
  public void expect(StepBatch batch) {
    reference.run(batch);
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    reference.run(batch);
    INDArray before = reference.at(vertex);
    if (before == null) {
      return Double.NaN;
    }
    int rows = batch.labelled();
    if (rows == 0) {
      return 0;
    }
    slope.assign(output).subi(before);
    for (long other = rows; other < output.size(0); other++) {
      slope.slice(other).assign(0);
    }
    double distance = slope.norm2Number().doubleValue();
    double count = (double) output.length() / output.size(0) * rows;
    slope.divi(count);
    return distance * distance / (2 * count);
  }

  @Override
  public void close() {
    reference.close();
  }
}
