package org.graft4j.eval.uncertainty;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;

/** Tests whether two models differ, on the same samples: only where they disagree counts. */
public final class PairedTests {
  private PairedTests() {}

  /**
   * McNemar's test in its exact form: the chance that of so many disagreements at least as many go
   * one way if both were as likely; two-sided, 1 without disagreement (McNemar 1947).
   *
   * @param firstOnly samples that the first model alone has right, not negative
   * @param secondOnly samples that the second model alone has right, not negative
   */
  public static double mcNemar(int firstOnly, int secondOnly) {
    if (firstOnly < 0 || secondOnly < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative, but were " + firstOnly + " and " + secondOnly);
    }
    int n = Math.addExact(firstOnly, secondOnly);
    if (firstOnly == secondOnly) {
      return 1;
    }
    BinomialDistribution coin = new BinomialDistribution(null, n, 0.5);
    return Math.min(1, 2 * coin.cumulativeProbability(Math.min(firstOnly, secondOnly)));
  }

  /**
   * A permutation test of the mean difference of two numbers a sample: the chance of one at least
   * as far from 0 if the two were exchangeable within each sample; two-sided.
   *
   * <p>Draws the signs at random; the identity counts as one draw, so that the value is never 0
   * (Phipson and Smyth 2010).
   *
   * @param first one number a sample, finite
   * @param second the same samples
   * @param permutations positive
   */
  public static double permutation(double[] first, double[] second, int permutations, Seed seed) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "both must be of the same samples, but were of "
              + first.length
              + " and "
              + second.length);
    }
    if (permutations <= 0) {
      throw new IllegalArgumentException("permutations must be positive, but were " + permutations);
    }
    double[] differences =
        IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray();
    double observed = Math.abs(signed(differences, null));
    // Sums of the same numbers in another pattern may differ in the last bits.
    double least = observed * (1 - 1e-12);
    long asFar =
        LongStream.range(0, permutations)
            .parallel()
            .filter(
                i -> {
                  var random = seed.stream("permutation", i);
                  return Math.abs(signed(differences, random)) >= least;
                })
            .count();
    return (asFar + 1.0) / (permutations + 1.0);
  }

  private static double signed(double[] differences, @Nullable RandomGenerator random) {
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < differences.length; i++) {
      if (random != null) {
        bits = i % 64 == 0 ? random.nextLong() : bits >>> 1;
      }
      sum += (bits & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }
}
