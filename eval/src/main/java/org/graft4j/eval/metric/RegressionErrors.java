package org.graft4j.eval.metric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/**
 * How far predicted numbers are from true ones. Mutable, confined to one thread; its size is
 * constant.
 *
 * <p>Sums are exact, so that a target far from zero with little spread costs no digits. Definitions
 * are scikit-learn's. Every number is undefined without samples.
 */
public final class RegressionErrors implements MetricState<RegressionErrors> {
  private static final String KIND = "regressionErrors";

  /** What a share of a target is taken of at least, as in scikit-learn. */
  private static final double EPSILON = Math.ulp(1.0);

  private final ExactSum targets = new ExactSum();
  private final ExactSum targetSquares = new ExactSum();
  private final ExactSum errors = new ExactSum();
  private final ExactSum errorSquares = new ExactSum();
  private final ExactSum absolutes = new ExactSum();
  private final ExactSum shares = new ExactSum();
  private double largest;
  private long n;

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param target the true number
   * @param predicted the predicted one
   * @throws IllegalArgumentException if one of them, or their difference, is NaN or infinite
   */
  public void update(String id, double target, double predicted) {
    double error = target - predicted;
    if (!Double.isFinite(error) || !Double.isFinite(target * target + error * error)) {
      throw new IllegalArgumentException(
          "target and prediction of '"
              + id
              + "' must be finite, and their squares, but were "
              + target
              + " and "
              + predicted);
    }
    targets.add(target);
    targetSquares.addProduct(target, target);
    errors.add(error);
    errorSquares.addProduct(error, error);
    absolutes.add(Math.abs(error));
    shares.add(Math.abs(error) / Math.max(Math.abs(target), EPSILON));
    largest = Math.max(largest, Math.abs(error));
    n++;
  }

  @Override
  public void merge(RegressionErrors other) {
    targets.add(other.targets);
    targetSquares.add(other.targetSquares);
    errors.add(other.errors);
    errorSquares.add(other.errorSquares);
    absolutes.add(other.absolutes);
    shares.add(other.shares);
    largest = Math.max(largest, other.largest);
    n = Math.addExact(n, other.n);
  }

  /** Samples so far. */
  @Override
  public long n() {
    return n;
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("n", n)
        .put("targetSum", targets)
        .put("targetSquareSum", targetSquares)
        .put("errorSum", errors)
        .put("errorSquareSum", errorSquares)
        .put("absoluteErrorSum", absolutes)
        .put("errorShareSum", shares)
        .put("largestError", largest)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static RegressionErrors fromJson(String json) throws MalformedStateException {
    StateJson read =
        StateJson.parse(
            json,
            KIND,
            "n",
            "targetSum",
            "targetSquareSum",
            "errorSum",
            "errorSquareSum",
            "absoluteErrorSum",
            "errorShareSum",
            "largestError");
    RegressionErrors state = new RegressionErrors();
    state.n = read.count("n");
    state.largest = read.number("largestError");
    if (state.largest < 0 || (state.n == 0 && state.largest != 0)) {
      throw read.contradiction("largestError", "must be at least 0, and 0 without samples");
    }
    state.targets.add(read.sum("targetSum", state.n));
    state.targetSquares.add(read.sum("targetSquareSum", state.n, Double.MAX_VALUE));
    state.errors.add(read.sum("errorSum", state.n));
    state.errorSquares.add(read.sum("errorSquareSum", state.n, Double.MAX_VALUE));
    state.absolutes.add(read.sum("absoluteErrorSum", state.n, state.largest));
    state.shares.add(read.sum("errorShareSum", state.n, Double.MAX_VALUE));
    return state;
  }

  /** Mean squared error. */
  public OptionalDouble meanSquaredError() {
    return mean(errorSquares);
  }

  /** Its root, in the unit of the target. */
  public OptionalDouble rootMeanSquaredError() {
    OptionalDouble square = meanSquaredError();
    return square.isEmpty() ? square : OptionalDouble.of(Math.sqrt(square.getAsDouble()));
  }

  /** Mean absolute error, in the unit of the target. */
  public OptionalDouble meanAbsoluteError() {
    return mean(absolutes);
  }

  /** Mean of {@code |error| / |target|}; huge where a target is near zero. */
  public OptionalDouble meanAbsolutePercentageError() {
    return mean(shares);
  }

  /** The largest absolute error. */
  public OptionalDouble maximumError() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
  }

  /**
   * The share of the target's spread that the predictions explain, {@code 1 - Σe²/Σ(y-ȳ)²}; at most
   * 1, below 0 if the mean would have been better. Undefined for one sample and for a target
   * without spread, where scikit-learn gives 0, or 1 without errors.
   */
  public OptionalDouble rSquared() {
    return explained(errorSquares.exact());
  }

  /** As {@link #rSquared}, with the mean error taken off first. */
  public OptionalDouble explainedVariance() {
    return n == 0 ? OptionalDouble.empty() : explained(spread(errorSquares, errors));
  }

  private OptionalDouble explained(BigDecimal unexplained) {
    if (n == 0) {
      return OptionalDouble.empty();
    }
    BigDecimal spread = spread(targetSquares, targets);
    if (spread.signum() <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(1 - unexplained.divide(spread, MathContext.DECIMAL128).doubleValue());
  }

  /** {@code n Σx² - (Σx)²}, over n: exact but for the division. */
  private BigDecimal spread(ExactSum squares, ExactSum sums) {
    BigDecimal sum = sums.exact();
    return squares
        .exact()
        .multiply(BigDecimal.valueOf(n))
        .subtract(sum.multiply(sum))
        .divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
  }

  private OptionalDouble mean(ExactSum sum) {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.value() / n);
  }
}
