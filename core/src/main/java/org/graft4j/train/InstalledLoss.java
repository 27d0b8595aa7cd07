package org.graft4j.train;

import java.util.Arrays;
import java.util.Locale;
import org.graft4j.train.objective.Loss;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A {@link Loss} in the place of DL4J's in an output layer with softmax: it sees the logits, and
 * the labels may be wider than they. As in DL4J, gradients are sums over the batch. Confined to one
 * thread, and not to be saved.
 */
@SuppressWarnings("serial") // DL4J's losses are serializable; this one lives as long as a stage
final class InstalledLoss implements ILossFunction {
  private final transient Loss loss;
  private double last = Double.NaN;

  InstalledLoss(Loss loss) {
    this.loss = loss;
  }

  /** The mean loss of the batch whose gradient was computed last. */
  double last() {
    return last;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation softmax, @Nullable INDArray mask) {
    int rows = Math.toIntExact(logits.size(0));
    int classes = Math.toIntExact(logits.size(1));
    requireTargets(labels, rows, loss.targetWidth(classes));
    double[] slope = new double[rows * classes];
    last = loss.compute(numbers(logits), numbers(labels), rows, slope);
    for (int i = 0; i < slope.length; i++) {
      slope[i] *= rows;
    }
    return Nd4j.createFromArray(slope).reshape('c', rows, classes).castTo(logits.dataType());
  }

  private static void requireTargets(INDArray labels, int rows, int width) {
    if (!Arrays.equals(labels.shape(), new long[] {rows, width})) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels must have the shape [%d, %d], but had %s",
              rows,
              width,
              Arrays.toString(labels.shape())));
    }
  }

  private static double[] numbers(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  /** As DL4J asks for it after the gradient, in the same step. */
  @Override
  public double computeScore(
      INDArray labels,
      INDArray logits,
      IActivation softmax,
      @Nullable INDArray mask,
      boolean average) {
    return average ? last : last * logits.size(0);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation softmax, @Nullable INDArray mask) {
    throw new UnsupportedOperationException("a loss of a stage has no score for each example");
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray logits,
      IActivation softmax,
      @Nullable INDArray mask,
      boolean average) {
    INDArray gradient = computeGradient(labels, logits, softmax, mask);
    return new Pair<>(computeScore(labels, logits, softmax, mask, average), gradient);
  }

  @Override
  public String name() {
    return loss.describe();
  }
}
