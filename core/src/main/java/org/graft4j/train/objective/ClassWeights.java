package org.graft4j.train.objective;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Weights of classes by how many examples each has, for {@link CrossEntropy} or as alpha of {@link
 * FocalLoss}: a rare class counts as much as a frequent one. Counts are those of the examples that
 * train, in the order of the label map, all positive.
 */
public final class ClassWeights {
  private ClassWeights() {}

  /**
   * The inverse of a class' share: {@code n / (k n_c)} for n examples in k classes, as
   * scikit-learn's {@code class_weight="balanced"}. The mean weight of an example is 1.
   *
   * @throws IllegalArgumentException if a class has no examples
   */
  public static List<Double> balanced(long... counts) {
    requireCounts(counts);
    double examples = LongStream.of(counts).sum();
    return each(counts, count -> examples / ((double) counts.length * count));
  }

  /**
   * The inverse of the effective number of examples, {@code (1 - beta) / (1 - beta^n_c)}, scaled to
   * a sum of k: gentler than {@link #balanced}, as further examples of a class tell less and less
   * that is new.
   *
   * <p>Cui et al. 2019, <a href="https://arxiv.org/abs/1901.05555">arXiv:1901.05555</a>.
   *
   * @param beta in [0, 1): 0 gives every class 1, towards 1 it becomes the inverse count; 0.9 to
   *     0.9999 in the paper
   * @throws IllegalArgumentException if a class has no examples
   */
  public static List<Double> effectiveNumber(double beta, long... counts) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("beta must be in [0, 1), but was " + beta);
    }
    requireCounts(counts);
    LongToDoubleFunction inverse = count -> (1 - beta) / -Math.expm1(count * Math.log(beta));
    double sum = LongStream.of(counts).mapToDouble(inverse).sum();
    return each(counts, count -> inverse.applyAsDouble(count) * counts.length / sum);
  }

  private static List<Double> each(long[] counts, LongToDoubleFunction weight) {
    return LongStream.of(counts).mapToDouble(weight).boxed().toList();
  }

  private static void requireCounts(long[] counts) {
    if (counts.length == 0 || LongStream.of(counts).anyMatch(count -> count <= 0)) {
      throw new IllegalArgumentException(
          "counts must be positive, one for each class, but were " + Arrays.toString(counts));
    }
  }
}
