package org.graft4j.eval.outlier;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.metric.RankedScores;

/**
 * How well a score tells outliers from a classifier's own kind. Immutable.
 *
 * @param score the score
 * @param inside pictures of the model's own kind, at least 1
 * @param outside outliers, at least 1
 * @param rocArea chance that an outlier's score is above an own one's, equal ones counting half:
 *     0.5 tells nothing, 1 all
 * @param missed share of the outliers that pass for own where 95 % of the own ones do (FPR at 95 %
 *     TPR, with the own ones as positives): 0 is best
 * @param threshold score up to which a picture passes for own there
 */
public record OutlierSeparation(
    OutlierScore score,
    int inside,
    int outside,
    MetricValue rocArea,
    MetricValue missed,
    double threshold) {

  /** The confidence of the intervals. */
  public static final double CONFIDENCE = 0.95;

  private static final double KEPT = 0.95;

  /** The normal quantile of 97.5 %. */
  private static final double Z = 1.959963984540054;

  /**
   * Compares scores of two sets.
   *
   * <p>The area's interval is Newcombe's fifth (2006, Statistics in Medicine 25), a score interval
   * that stays sound at 0 and 1 and for few pictures. The other interval allows for both errors, of
   * the threshold (by order statistics) and of the share above it (Wilson), each with half of the
   * doubt: it is rather too wide than too narrow, and where the own pictures are too few for their
   * 95 % point, below 86, it reaches up to 1.
   *
   * @param own scores of pictures of the model's own kind that it was not trained on, finite, at
   *     least one
   * @param outliers scores of the others, finite, at least one
   */
  public static OutlierSeparation of(OutlierScore score, double[] own, double[] outliers) {
    if (own.length == 0 || outliers.length == 0) {
      throw new IllegalArgumentException(
          "both sets must hold pictures, but held " + own.length + " and " + outliers.length);
    }
    double[] all = Arrays.copyOf(own, own.length + outliers.length);
    System.arraycopy(outliers, 0, all, own.length, outliers.length);
    boolean[] outlier = new boolean[all.length];
    Arrays.fill(outlier, own.length, all.length, true);
    double area = RankedScores.of(all, outlier).rocArea().orElseThrow();
    double[] sorted = own.clone();
    Arrays.sort(sorted);
    double threshold = sorted[(int) Math.ceil(KEPT * own.length) - 1];
    return new OutlierSeparation(
        score,
        own.length,
        outliers.length,
        new MetricValue(
            "AUROC",
            OptionalDouble.of(area),
            Optional.of(areaInterval(area, own.length, outliers.length)),
            "Newcombe's interval"),
        new MetricValue(
            "FPR at 95 % TPR",
            OptionalDouble.of((double) passing(outliers, threshold) / outliers.length),
            Optional.of(missedInterval(sorted, outliers)),
            "interval of threshold and share together"),
        threshold);
  }

  private static long passing(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(s -> s <= threshold).count();
  }

  /** All areas that are not too far from the one seen, by the spread that they would have. */
  static Interval areaInterval(double area, int m, int n) {
    return new Interval(lower(area, m, n), 1 - lower(1 - area, m, n), CONFIDENCE);
  }

  private static double lower(double area, int m, int n) {
    double low = 0;
    double high = area;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (area - middle > Z * Math.sqrt(variance(middle, m, n))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Hanley and McNeil's variance, the two numbers of samples averaged in its last terms. */
  private static double variance(double area, int m, int n) {
    double half = (m + n) / 2.0 - 1;
    double spread = 1 + half * (1 - area) / (2 - area) + half * area / (1 + area);
    return area * (1 - area) * spread / m / n;
  }

  private static Interval missedInterval(double[] ownSorted, double[] outliers) {
    double doubt = (1 - CONFIDENCE) / 2;
    int n = ownSorted.length;
    BinomialDistribution below = new BinomialDistribution(null, n, KEPT);
    int first = below.inverseCumulativeProbability(doubt / 2);
    int last = below.inverseCumulativeProbability(1 - doubt / 2) + 1;
    long least = first < 1 ? 0 : passing(outliers, ownSorted[first - 1]);
    long most = last > n ? outliers.length : passing(outliers, ownSorted[last - 1]);
    return new Interval(
        Interval.wilson(least, outliers.length, 1 - doubt).low(),
        last > n ? 1 : Interval.wilson(most, outliers.length, 1 - doubt).high(),
        CONFIDENCE);
  }
}
