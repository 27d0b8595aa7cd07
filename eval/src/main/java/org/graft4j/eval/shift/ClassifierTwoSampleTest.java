package org.graft4j.eval.shift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;

/**
 * Whether a classifier tells rows of one sample from rows of another, all of them held out while it
 * learned (Lopez-Paz and Oquab 2017, <a href="https://arxiv.org/abs/1610.06545">arXiv
 * 1610.06545</a>). Its accuracy is the mean of both samples' shares that were told right, so that
 * 0.5 is chance however uneven the samples are.
 *
 * <p>The classifier is linear: a ridge regression, cross-fitted over stratified folds, that divides
 * at the mean of all rows; it finds most where the samples are of like size. The p-value comes from
 * labels that are permuted within each fold, with a classifier learned anew from each of them. It
 * is exact: of samples from one source no more than a share {@code p} gives a value of {@code p} or
 * below. A binomial value would not be, since the folds' classifiers share what they learned from.
 * Rows are taken as independent; frames of one film are not. Immutable.
 */
public final class ClassifierTwoSampleTest {
  /** Rows of both samples: a number is kept for each pair. */
  private static final int MOST_ROWS = 4000;

  private final int first;
  private final double[] right;
  private final int folds;
  private final double pValue;

  private ClassifierTwoSampleTest(int first, double[] right, int folds, double pValue) {
    this.first = first;
    this.right = right;
    this.folds = folds;
    this.pValue = pValue;
  }

  /**
   * Tests two samples.
   *
   * @param first rows of finite features, all of one length; at least 2
   * @param second the same
   * @param folds at least 2; no more are made than the larger sample has rows
   * @param permutations positive; 1,000 give p-values down to 0.001
   * @throws IllegalArgumentException if there are too few rows, or more than 4,000 in all: take a
   *     random part then
   */
  public static ClassifierTwoSampleTest test(
      double[][] first, double[][] second, int folds, int permutations, Seed seed) {
    require(first, second, permutations);
    int n = first.length + second.length;
    double[][] rows = Arrays.copyOf(first, n);
    System.arraycopy(second, 0, rows, first.length, second.length);
    int[] labels = IntStream.range(0, n).map(i -> i < first.length ? 0 : 1).toArray();
    Folds dealt = Folds.stratified(labels, folds, seed);
    List<HeldOutRidge> parts = new ArrayList<>();
    for (int fold = 0; fold < dealt.count(); fold++) {
      parts.add(HeldOutRidge.of(rows, dealt.training(fold), dealt.heldOut(fold)));
    }
    double[] right = right(parts, labels);
    double observed = accuracy(right, labels, first.length);
    long asGood =
        IntStream.range(0, permutations)
            .parallel()
            .filter(
                i -> {
                  int[] permuted = permuted(labels, dealt, seed, i);
                  double[] told = right(parts, permuted);
                  return accuracy(told, permuted, first.length) >= observed - 1e-12;
                })
            .count();
    return new ClassifierTwoSampleTest(
        first.length, right, dealt.count(), (asGood + 1.0) / (permutations + 1.0));
  }

  private static void require(double[][] first, double[][] second, int permutations) {
    if (first.length < 2 || second.length < 2 || first.length + second.length > MOST_ROWS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples must have 2 rows at least each and %d together at most, but had %d and %d",
              MOST_ROWS,
              first.length,
              second.length));
    }
    if (permutations <= 0) {
      throw new IllegalArgumentException("permutations must be positive, but were " + permutations);
    }
    for (double[][] sample : List.of(first, second)) {
      for (double[] row : sample) {
        if (row.length != first[0].length || row.length == 0) {
          throw new IllegalArgumentException(
              "rows must be of one length, but were of " + first[0].length + " and " + row.length);
        }
        if (!Arrays.stream(row).allMatch(Double::isFinite)) {
          throw new IllegalArgumentException(
              "features must be finite, but a row held NaN or infinity");
        }
      }
    }
  }

  /** Labels that change places within their fold: the folds stay as even as they were. */
  private static int[] permuted(int[] labels, Folds folds, Seed seed, int number) {
    int[] permuted = new int[labels.length];
    for (int fold = 0; fold < folds.count(); fold++) {
      List<Integer> members = folds.heldOut(fold);
      int[] order = seed.permutation(members.size(), "two-sample", number, fold);
      for (int i = 0; i < order.length; i++) {
        permuted[members.get(i)] = labels[members.get(order[i])];
      }
    }
    return permuted;
  }

  /** 1 for each row that was told right, 0.5 where the classifier does not know. */
  private static double[] right(List<HeldOutRidge> parts, int[] labels) {
    int n = labels.length;
    double[] responses = new double[n];
    parts.forEach(part -> part.respond(labels, responses));
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      double forOwn = labels[i] == 0 ? responses[i] : -responses[i];
      right[i] = Math.abs(forOwn) < 1e-9 ? 0.5 : forOwn > 0 ? 1 : 0;
    }
    return right;
  }

  private static double accuracy(double[] right, int[] labels, int first) {
    double ofFirst = 0;
    double ofSecond = 0;
    for (int i = 0; i < right.length; i++) {
      ofFirst += labels[i] == 0 ? right[i] : 0;
      ofSecond += labels[i] == 0 ? 0 : right[i];
    }
    return (ofFirst / first + ofSecond / (right.length - first)) / 2;
  }

  /** Mean of both samples' shares that were told right while held out; 0.5 is chance. */
  public double accuracy() {
    return (share(0, first) + share(first, right.length)) / 2;
  }

  private double share(int from, int to) {
    return Arrays.stream(right, from, to).average().orElseThrow();
  }

  /**
   * An interval of the accuracy, from Wilson's of both shares (Zou and Donner 2008): how well this
   * classifier tells further rows. It takes the folds' classifiers as one; whether there is any
   * difference is for {@link #pValue} to say.
   */
  public Interval interval(double confidence) {
    Interval one = wilson(0, first, confidence);
    Interval other = wilson(first, right.length, confidence);
    double below =
        Math.hypot(share(0, first) - one.low(), share(first, right.length) - other.low());
    double above =
        Math.hypot(one.high() - share(0, first), other.high() - share(first, right.length));
    double centre = accuracy();
    return new Interval(
        Math.max(0, centre - below / 2), Math.min(1, centre + above / 2), confidence);
  }

  private Interval wilson(int from, int to, double confidence) {
    double sum = Arrays.stream(right, from, to).sum();
    // A half counts as either: the interval holds both.
    Interval low = Interval.wilson((long) Math.floor(sum), to - from, confidence);
    Interval high = Interval.wilson((long) Math.ceil(sum), to - from, confidence);
    return new Interval(low.low(), high.high(), confidence);
  }

  /** How often permuted labels are told as well or better, the given ones among them; above 0. */
  public double pValue() {
    return pValue;
  }

  /** Rows of the first sample. */
  public int first() {
    return first;
  }

  /** Rows of the second sample. */
  public int second() {
    return right.length - first;
  }

  /** Folds of the cross-fitting. */
  public int folds() {
    return folds;
  }

  /**
   * Whether a row was told right: 1 or 0, or 0.5 where the classifier does not know. Averaged over
   * a group of rows it says how much of the difference is there.
   *
   * @param row of the first sample from 0, those of the second after them
   */
  public double right(int row) {
    return right[row];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ClassifierTwoSampleTest[accuracy %.3f of %d and %d rows, p = %.4f]",
        accuracy(),
        first,
        right.length - first,
        pValue);
  }
}
