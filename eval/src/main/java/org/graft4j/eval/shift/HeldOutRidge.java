package org.graft4j.eval.shift;

import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.eval.internal.Cholesky;

/**
 * What a ridge regression that learned from some rows says of others, as a matrix that the targets
 * are multiplied by: it depends on the features alone, so that another labelling costs no fit.
 *
 * <p>Features are standardised by the rows that are learned from; the penalty is the mean of their
 * squared singular values, so that nothing is chosen by the labels. Plain loops over doubles: the
 * same bytes for any number of threads.
 */
final class HeldOutRidge {
  private final List<Integer> training;
  private final List<Integer> heldOut;

  /** {@code [heldOut][training]}. */
  private final double[][] weights;

  private HeldOutRidge(List<Integer> training, List<Integer> heldOut, double[][] weights) {
    this.training = training;
    this.heldOut = heldOut;
    this.weights = weights;
  }

  static HeldOutRidge of(double[][] rows, List<Integer> training, List<Integer> heldOut) {
    double[][] learned = at(rows, training);
    double[][] asked = at(rows, heldOut);
    standardise(learned, asked);
    int width = rows[0].length;
    double[][] weights =
        training.size() <= width ? byRows(learned, asked) : byFeatures(learned, asked);
    return new HeldOutRidge(training, heldOut, weights);
  }

  /** {@code K_ht (K_tt + penalty)^-1}. */
  private static double[][] byRows(double[][] learned, double[][] asked) {
    double[][] gram = products(learned, learned);
    Cholesky factor = penalised(gram);
    double[][] weights = products(asked, learned);
    IntStream.range(0, weights.length).parallel().forEach(i -> factor.solve(weights[i]));
    return weights;
  }

  /** {@code X_h (X_t' X_t + penalty)^-1 X_t'}. */
  private static double[][] byFeatures(double[][] learned, double[][] asked) {
    double[][] turned = turned(learned);
    Cholesky factor = penalised(products(turned, turned));
    double[][] solved = at(asked, IntStream.range(0, asked.length).boxed().toList());
    IntStream.range(0, solved.length).parallel().forEach(i -> factor.solve(solved[i]));
    return products(solved, learned);
  }

  private static Cholesky penalised(double[][] gram) {
    double trace = 0;
    for (int i = 0; i < gram.length; i++) {
      trace += gram[i][i];
    }
    // Constant features leave nothing to learn from; any penalty then gives zeros.
    double penalty = trace > 0 ? trace / gram.length : 1;
    for (int i = 0; i < gram.length; i++) {
      gram[i][i] += penalty;
    }
    return Cholesky.of(gram)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "features must be finite and of moderate size, but a ridge on them has no"
                        + " solution"));
  }

  /**
   * What is said of each held-out row: above 0 for the first sample, below 0 for the second. Both
   * weigh the same, however uneven they are, and the targets' mean is 0: an intercept would follow
   * what happens to be left out, and call it the wrong way round.
   *
   * @param labels 0 or 1 for all rows; those of the held-out ones are not looked at
   * @param responses of all rows; those of the held-out ones are written
   */
  void respond(int[] labels, double[] responses) {
    int n = training.size();
    double ofFirst = training.stream().filter(place -> labels[place] == 0).count();
    double[] targets = new double[n];
    for (int i = 0; i < n; i++) {
      targets[i] = labels[training.get(i)] == 0 ? n / ofFirst : -n / (n - ofFirst);
    }
    for (int h = 0; h < weights.length; h++) {
      responses[heldOut.get(h)] = product(weights[h], targets);
    }
  }

  private static double[][] at(double[][] rows, List<Integer> places) {
    return places.stream().map(place -> rows[place].clone()).toArray(double[][]::new);
  }

  private static void standardise(double[][] learned, double[][] asked) {
    int n = learned.length;
    for (int j = 0; j < learned[0].length; j++) {
      double mean = 0;
      for (double[] row : learned) {
        mean += row[j] / n;
      }
      double square = 0;
      for (double[] row : learned) {
        square += (row[j] - mean) * (row[j] - mean) / n;
      }
      double deviation = Math.sqrt(square);
      // What rounding of the mean leaves of a constant is no spread.
      double scale = deviation > 1e-12 * Math.abs(mean) ? 1 / deviation : 0;
      for (double[] row : learned) {
        row[j] = (row[j] - mean) * scale;
      }
      for (double[] row : asked) {
        row[j] = (row[j] - mean) * scale;
      }
    }
  }

  private static double[][] turned(double[][] rows) {
    double[][] turned = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = rows[i][j];
      }
    }
    return turned;
  }

  private static double[][] products(double[][] first, double[][] second) {
    double[][] products = new double[first.length][second.length];
    IntStream.range(0, first.length)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < second.length; j++) {
                products[i][j] = product(first[i], second[j]);
              }
            });
    return products;
  }

  static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
