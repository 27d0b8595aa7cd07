package org.graft4j.eval.outlier;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.graft4j.eval.internal.Cholesky;
import org.graft4j.eval.internal.Shrinkage;

/**
 * How far features are from the nearest class, if every class were a Gaussian and all had the same
 * covariance (Lee et al. 2018, "A simple unified framework for detecting out-of-distribution
 * samples", arXiv 1807.03888; without their perturbed inputs, and on one layer).
 *
 * <p>The covariance is that within the classes, moved towards a multiple of the identity by Ledoit
 * and Wolf's share (2004, J. Multivariate Analysis 88): features are often more than there are
 * samples, and the plain estimate has then no inverse. Immutable and thread-safe; 8 bytes times the
 * width squared. The same numbers for any number of threads.
 */
public final class MahalanobisDistance {
  private final Cholesky factor;
  private final double[][] means;
  private final double shrinkage;

  private MahalanobisDistance(Cholesky factor, double[][] means, double shrinkage) {
    this.factor = factor;
    this.means = means;
    this.shrinkage = shrinkage;
  }

  /**
   * Fits means and covariance; {@code n * d² + d³} operations for n samples of width d.
   *
   * @param features one row for each sample, finite and equally long; not changed
   * @param labels class of each, in [0, classes); a class without samples has no mean, and is never
   *     the nearest
   * @param classes positive
   * @throws IllegalArgumentException if that is not so, or if the samples do not spread within
   *     their classes: at least one class must have two that differ
   */
  public static MahalanobisDistance fit(double[][] features, int[] labels, int classes) {
    require(features, labels, classes);
    double[][] means = means(features, labels, classes);
    double[][] centred = new double[features.length][];
    double fourth = 0;
    for (int s = 0; s < features.length; s++) {
      centred[s] = difference(features[s], means[labels[s]]);
      double square = dot(centred[s], centred[s], centred[s].length);
      fourth += square * square;
    }
    double[][] covariance = covariance(centred);
    double shrinkage = shrink(covariance, fourth, features.length);
    Cholesky factor =
        Cholesky.of(covariance)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "features must spread in all directions within their classes, but do not:"
                            + " give more different samples"));
    double[][] whitened =
        Arrays.stream(means)
            .filter(mean -> mean.length > 0)
            .map(factor::whitened)
            .toArray(double[][]::new);
    return new MahalanobisDistance(factor, whitened, shrinkage);
  }

  private static void require(double[][] features, int[] labels, int classes) {
    if (features.length == 0 || features.length != labels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features and labels must be of the same samples, at least one, but were of %d and"
                  + " %d",
              features.length,
              labels.length));
    }
    for (int s = 0; s < features.length; s++) {
      if (labels[s] < 0 || labels[s] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label of sample %d must be in [0, %d), but was %d",
                s,
                classes,
                labels[s]));
      }
      requireRow("features of sample " + s, features[s], features[0].length);
    }
  }

  private static void requireRow(String name, double[] row, int width) {
    if (row.length != width || width == 0) {
      throw new IllegalArgumentException(
          name + " must be " + Math.max(1, width) + ", but were " + row.length);
    }
    for (double value : row) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + " must be finite, but one was " + value);
      }
    }
  }

  /** A class without samples gets an empty row. */
  private static double[][] means(double[][] features, int[] labels, int classes) {
    double[][] means = new double[classes][0];
    int[] counts = new int[classes];
    for (int s = 0; s < features.length; s++) {
      int c = labels[s];
      if (counts[c]++ == 0) {
        means[c] = new double[features[s].length];
      }
      for (int i = 0; i < means[c].length; i++) {
        means[c][i] += features[s][i];
      }
    }
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < means[c].length; i++) {
        means[c][i] /= counts[c];
      }
    }
    return means;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  /** The lower triangle; each row sums the samples in their order, whoever computes it. */
  private static double[][] covariance(double[][] centred) {
    int width = centred[0].length;
    double[][] covariance = new double[width][];
    IntStream.range(0, width)
        .parallel()
        .forEach(
            i -> {
              double[] row = new double[i + 1];
              for (double[] sample : centred) {
                double own = sample[i];
                for (int j = 0; j <= i; j++) {
                  row[j] += own * sample[j];
                }
              }
              for (int j = 0; j <= i; j++) {
                row[j] /= centred.length;
              }
              covariance[i] = row;
            });
    return covariance;
  }

  /** Moves the covariance in place, and returns by how much. */
  private static double shrink(double[][] covariance, double fourth, int n) {
    int width = covariance.length;
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += covariance[i][i];
    }
    double level = trace / width;
    if (!(level > 0)) {
      throw new IllegalArgumentException(
          "features must spread within their classes, but all samples of a class were equal: give"
              + " several different ones of each");
    }
    double norm = 0;
    double distance = 0;
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        norm += 2 * covariance[i][j] * covariance[i][j];
        distance += 2 * covariance[i][j] * covariance[i][j];
      }
      norm += covariance[i][i] * covariance[i][i];
      distance += (covariance[i][i] - level) * (covariance[i][i] - level);
    }
    double share = Shrinkage.share(fourth, norm, distance, n);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        covariance[i][j] *= 1 - share;
      }
      covariance[i][i] = (1 - share) * covariance[i][i] + share * level;
    }
    return share;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Share of the identity in the covariance, in [0, 1]. */
  public double shrinkage() {
    return shrinkage;
  }

  /**
   * The squared distance to the nearest class's mean.
   *
   * @param features finite, as many as were fitted; not changed
   */
  public double squared(double[] features) {
    requireRow("features", features, factor.size());
    double[] y = factor.whitened(features);
    double nearest = Double.POSITIVE_INFINITY;
    for (double[] mean : means) {
      double[] difference = difference(y, mean);
      nearest = Math.min(nearest, dot(difference, difference, difference.length));
    }
    return nearest;
  }
}
