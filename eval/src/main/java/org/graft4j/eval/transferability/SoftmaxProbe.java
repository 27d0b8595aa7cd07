package org.graft4j.eval.transferability;

import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear head with softmax and cross-entropy, as fine-tuning a head alone trains it, but to
 * convergence: multinomial logistic regression with a penalty on the squared weights.
 *
 * <p>The features' mean, their scale (one number for all, so that they keep their proportions) and
 * the penalty come from the rows that it is settled on: of a fixed list that penalty, with the
 * least cross-entropy in a three-fold cross-validation on those rows. It then learns from these or
 * other rows, with hard or soft targets, by the same settings. Immutable and thread-safe.
 */
public final class SoftmaxProbe {
  /**
   * For rows of mean squared length 1; the strongest first, so that fits go on from one another.
   */
  private static final double[] PENALTIES = {1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5};

  private static final int FOLDS = 3;

  /** Penalties in a row that are no better, after which weaker ones are not tried. */
  private static final int PAST = 2;

  private final double[] mean;
  private final double scale;
  private final double penalty;

  private SoftmaxProbe(double[] mean, double scale, double penalty) {
    this.mean = mean;
    this.scale = scale;
    this.penalty = penalty;
  }

  /**
   * Settles scale and penalty.
   *
   * @param rows {@code [n, width]}, finite, one of each class at least; not changed
   * @param targets {@code [n, classes]}, the shares of the classes, adding up to 1 in a row
   */
  public static SoftmaxProbe settledOn(INDArray rows, INDArray targets) {
    requireFitting(rows, targets);
    double[] mean;
    try (INDArray doubles = doubles(rows);
        INDArray means = doubles.mean(0)) {
      mean = means.toDoubleVector();
    }
    double scale = scale(rows, mean);
    SoftmaxProbe scaled = new SoftmaxProbe(mean, scale, PENALTIES[0]);
    try (INDArray prepared = scaled.prepared(rows)) {
      return new SoftmaxProbe(mean, scale, penalty(prepared, targets));
    }
  }

  /** The chosen weight of the squared coefficients, for rows of mean squared length 1. */
  public double penalty() {
    return penalty;
  }

  /**
   * Learns from rows, and tells the classes of others, the first of equals.
   *
   * @param rows {@code [n, width]}; not changed
   * @param targets {@code [n, classes]}
   * @param others {@code [m, width]}; not changed
   */
  public int[] classes(INDArray rows, INDArray targets, INDArray others) {
    requireOthers(rows, targets, others);
    try (INDArray prepared = prepared(rows);
        INDArray asked = prepared(others)) {
      return fitted(prepared, targets).classes(asked);
    }
  }

  /**
   * Learns from rows, and tells how probable each class is for others.
   *
   * @param rows {@code [n, width]}; not changed
   * @param targets {@code [n, classes]}
   * @param others {@code [m, width]}; not changed
   * @return {@code [m, classes]}, double, adding up to 1 in a row; the caller's own, to be closed
   */
  public INDArray probabilities(INDArray rows, INDArray targets, INDArray others) {
    requireOthers(rows, targets, others);
    try (INDArray prepared = prepared(rows);
        INDArray asked = prepared(others)) {
      return fitted(prepared, targets).probabilities(asked);
    }
  }

  private SoftmaxRegression fitted(INDArray prepared, INDArray targets) {
    return SoftmaxRegression.blank(mean.length, (int) targets.size(1))
        .fit(prepared, targets, penalty);
  }

  private void requireOthers(INDArray rows, INDArray targets, INDArray others) {
    requireFitting(rows, targets);
    if (rows.size(1) != mean.length || others.size(1) != mean.length) {
      throw new IllegalArgumentException(
          "rows and others must have "
              + mean.length
              + " features, but had "
              + rows.size(1)
              + " and "
              + others.size(1));
    }
  }

  private static void requireFitting(INDArray rows, INDArray targets) {
    if (rows.rank() != 2 || targets.rank() != 2 || rows.size(0) != targets.size(0)) {
      throw new IllegalArgumentException(
          "rows and targets must have one row for each sample, but were "
              + rows.shapeInfoToString()
              + " and "
              + targets.shapeInfoToString());
    }
  }

  /** One over the root of the mean squared distance to the mean; 1 where there is none. */
  private static double scale(INDArray rows, double[] mean) {
    try (INDArray centred = new SoftmaxProbe(mean, 1, 0).prepared(rows)) {
      double square = centred.norm2Number().doubleValue();
      double size = square / Math.sqrt((double) rows.size(0));
      return size > 0 ? 1 / size : 1;
    }
  }

  private INDArray prepared(INDArray rows) {
    INDArray doubles = doubles(rows);
    try (INDArray centre = Nd4j.createFromArray(mean)) {
      doubles.subiRowVector(centre);
    }
    return doubles.muli(scale);
  }

  /** A copy in double precision. */
  private static INDArray doubles(INDArray rows) {
    return rows.dataType() == DataType.DOUBLE ? rows.dup('c') : rows.castTo(DataType.DOUBLE);
  }

  private static double penalty(INDArray rows, INDArray targets) {
    int[] labels = targets.argMax(1).toIntVector();
    Folds folds;
    try {
      folds = Folds.stratified(labels, FOLDS, Seed.of(0));
    } catch (IllegalArgumentException e) {
      return PENALTIES[PENALTIES.length / 2]; // a class of one: nothing to choose by
    }
    List<Part> parts = new ArrayList<>();
    try {
      for (int fold = 0; fold < folds.count(); fold++) {
        parts.add(Part.of(rows, targets, folds.training(fold), folds.heldOut(fold)));
      }
      return penalty(parts);
    } finally {
      parts.forEach(Part::close);
    }
  }

  /** The weaker the penalty, the longer the fit: past the minimum there is no need to go on. */
  private static double penalty(List<Part> parts) {
    double best = PENALTIES[0];
    double least = Double.POSITIVE_INFINITY;
    int worse = 0;
    for (int i = 0; i < PENALTIES.length && worse < PAST; i++) {
      double loss = 0;
      for (Part part : parts) {
        loss += part.loss(PENALTIES[i]);
      }
      worse = loss < least ? 0 : worse + 1;
      if (worse == 0) {
        least = loss;
        best = PENALTIES[i];
      }
    }
    return best;
  }

  /** One fold, with the head that was fitted to it last. */
  private static final class Part implements AutoCloseable {
    private final INDArray rows;
    private final INDArray targets;
    private final INDArray heldRows;
    private final INDArray heldTargets;
    private SoftmaxRegression fitted;

    private Part(INDArray rows, INDArray targets, INDArray heldRows, INDArray heldTargets) {
      this.rows = rows;
      this.targets = targets;
      this.heldRows = heldRows;
      this.heldTargets = heldTargets;
      this.fitted = SoftmaxRegression.blank((int) rows.size(1), (int) targets.size(1));
    }

    static Part of(INDArray rows, INDArray targets, List<Integer> train, List<Integer> held) {
      return new Part(at(rows, train), at(targets, train), at(rows, held), at(targets, held));
    }

    private static INDArray at(INDArray rows, List<Integer> places) {
      return rows.getRows(places.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Of all its held-out rows together. */
    double loss(double penalty) {
      fitted = fitted.fit(rows, targets, penalty);
      return fitted.loss(heldRows, heldTargets) * heldRows.size(0);
    }

    @Override
    public void close() {
      rows.close();
      targets.close();
      heldRows.close();
      heldTargets.close();
    }
  }
}
