package org.graft4j.eval.transferability;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LogME: the highest log evidence of a Bayesian linear model from the features to the labels, a
 * sample and a target (You et al. 2021, "LogME: Practical Assessment of Pre-trained Models for
 * Transfer Learning", arXiv:2102.11005). Higher is better; natural logarithms; no bounds.
 *
 * <p>Each class is a target column of zeros and ones. Features are taken as they are, without
 * centring. Where {@code d > n} the evidence has the term {@code (d - n) ln alpha}, which the
 * authors' later code leaves out. A column that features of full row rank fit exactly has the
 * limit's value; one that fewer directions than samples fit exactly has no upper bound, and gets a
 * value that double arithmetic decides.
 *
 * @param value mean over the columns, iterated to convergence
 * @param earlyStopped mean over the columns as the authors' code practises it: at most 11
 *     iterations, the last when alpha / beta changes by less than 1 %
 * @param columns one a class, or a target
 */
public record LogMe(double value, double earlyStopped, List<Column> columns) {

  /**
   * One target.
   *
   * @param value evidence a sample
   * @param alpha precision of the weights' prior; infinite if the features tell nothing, and then
   *     {@code value} is that of noise alone
   * @param beta precision of the noise
   */
  public record Column(double value, double alpha, double beta) {}

  public LogMe {
    columns = List.copyOf(columns);
  }

  /** Of classes. */
  public static LogMe of(LabelledFeatures features) {
    try (INDArray rows = features.rows();
        Spectrum spectrum = Spectrum.of(rows);
        INDArray targets = features.oneHot()) {
      return of(spectrum, targets);
    }
  }

  /**
   * Of targets that are numbers, for regression.
   *
   * @param features {@code [n, width]}
   * @param targets {@code [n, columns]}; a column of zeros has no evidence to speak of
   * @throws IllegalArgumentException if there are no rows, their numbers differ, a value is not
   *     finite or a column is zero throughout
   */
  public static LogMe ofTargets(INDArray features, INDArray targets) {
    if (features.rank() != 2
        || targets.rank() != 2
        || features.size(0) != targets.size(0)
        || features.size(0) == 0) {
      throw new IllegalArgumentException(
          "features and targets must have the same rows, one at least, but had "
              + features.shapeInfoToString()
              + " and "
              + targets.shapeInfoToString());
    }
    requireFinite(features, "features");
    requireFinite(targets, "targets");
    try (INDArray rows = doubles(features);
        Spectrum spectrum = Spectrum.of(rows);
        INDArray columns = doubles(targets)) {
      for (int c = 0; c < columns.size(1); c++) {
        if (columns.getColumn(c).norm2Number().doubleValue() == 0) {
          throw new IllegalArgumentException(
              "targets must not be zero throughout, but column " + c + " was");
        }
      }
      return of(spectrum, columns);
    }
  }

  private static INDArray doubles(INDArray array) {
    return array.dataType() == DataType.DOUBLE ? array.dup('c') : array.castTo(DataType.DOUBLE);
  }

  private static void requireFinite(INDArray array, String name) {
    for (int i = 0; i < array.size(0); i++) {
      for (double value : array.getRow(i).toDoubleVector()) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              name + " of sample #" + i + " must be finite, but held " + value);
        }
      }
    }
  }

  static LogMe of(Spectrum spectrum, INDArray targets) {
    double[][] along = spectrum.along(targets);
    double[][] values = targets.toDoubleMatrix();
    List<Column> columns = new ArrayList<>();
    List<Column> early = new ArrayList<>();
    for (int c = 0; c < targets.size(1); c++) {
      Evidence evidence = Evidence.of(spectrum, along, values, c);
      columns.add(evidence.converged());
      early.add(evidence.stoppedEarly());
    }
    return new LogMe(mean(columns, Column::value), mean(early, Column::value), columns);
  }

  private static double mean(List<Column> columns, ToDoubleFunction<Column> value) {
    return columns.stream().mapToDouble(value).average().orElseThrow();
  }
}
