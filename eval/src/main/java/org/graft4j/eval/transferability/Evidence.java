package org.graft4j.eval.transferability;

/**
 * The log evidence of one target column, by the eigenvalues of {@code F'F}.
 *
 * <p>MacKay's fixed point over {@code lambda = alpha / beta}: with {@code gamma = sum s_k^2 /
 * (s_k^2 + lambda)} the number of well determined weights, {@code alpha = gamma / m'm} and {@code
 * beta = (n - gamma) / |Fm - y|^2}.
 */
final class Evidence {
  private static final int ITERATIONS = 100_000;
  private static final double CONVERGED = 1e-13;
  private static final int EARLY_ITERATIONS = 11;
  private static final double EARLY_CONVERGED = 1e-2;

  /** Beyond it, relative to the largest square, the features count as telling nothing. */
  private static final double NOTHING = 1e9;

  /** Below it, relative to the smallest square, the weights are as good as unpenalised. */
  private static final double EXACT = 1e-15;

  private final double[] squares;
  private final double[] shares;
  private final double rest;
  private final double norm;
  private final int n;
  private final int d;

  private double alpha;
  private double beta;
  private double weights;
  private double residual;

  /**
   * A column.
   *
   * @param squares of the singular values, descending
   * @param shares squares of the column's parts along the left singular vectors
   * @param rest square of its part beside all of those
   * @param norm its square, positive
   */
  private Evidence(double[] squares, double[] shares, double rest, double norm, int n, int d) {
    this.squares = squares;
    this.shares = shares;
    this.rest = rest;
    this.norm = norm;
    this.n = n;
    this.d = d;
  }

  static Evidence of(Spectrum spectrum, double[][] along, double[][] values, int column) {
    int n = values.length;
    double norm = 0;
    for (double[] row : values) {
      norm += row[column] * row[column];
    }
    double[] shares = new double[spectrum.rank()];
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      shares[k] = along[k][column] * along[k][column];
      sum += shares[k];
    }
    // What is left of a subtraction of equals is no residual.
    double rest = shares.length == n ? 0 : Math.max(norm - sum, Math.ulp(norm));
    return new Evidence(spectrum.squares(), shares, rest, norm, n, spectrum.width());
  }

  LogMe.Column converged() {
    return fixedPoint(ITERATIONS, CONVERGED);
  }

  LogMe.Column stoppedEarly() {
    return fixedPoint(EARLY_ITERATIONS, EARLY_CONVERGED);
  }

  private LogMe.Column fixedPoint(int most, double tolerance) {
    double lambda = 1;
    for (int i = 0; i < most; i++) {
      update(lambda);
      if (weights == 0 || alpha / beta > NOTHING * squares[0]) {
        return nothing();
      }
      double next = alpha / beta;
      boolean done = Math.abs(next - lambda) / lambda < tolerance;
      lambda = next;
      if (done || lambda < EXACT * squares[squares.length - 1]) {
        break;
      }
    }
    return new LogMe.Column(value(), alpha, beta);
  }

  private void update(double lambda) {
    double gamma = 0;
    double left = n - squares.length; // n - gamma, without the loss of digits
    weights = 0;
    residual = rest;
    for (int k = 0; k < squares.length; k++) {
      double sum = squares[k] + lambda;
      gamma += squares[k] / sum;
      left += lambda / sum;
      weights += squares[k] * shares[k] / (sum * sum);
      residual += lambda * lambda * shares[k] / (sum * sum);
    }
    alpha = gamma / weights;
    beta = left / residual;
  }

  /** Evidence a sample, with the weights and the residual of the iteration. */
  private double value() {
    double determinant = (d - squares.length) * Math.log(alpha);
    for (double square : squares) {
      determinant += Math.log(alpha + beta * square);
    }
    return (n * Math.log(beta)
            + d * Math.log(alpha)
            - n * Math.log(2 * Math.PI)
            - beta * residual
            - alpha * weights
            - determinant)
        / (2.0 * n);
  }

  /** The limit of an infinite alpha: the target is noise of variance {@code |y|^2 / n}. */
  private LogMe.Column nothing() {
    double value = -(Math.log(2 * Math.PI * norm / n) + 1) / 2;
    return new LogMe.Column(value, Double.POSITIVE_INFINITY, n / norm);
  }
}
