package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /** The spatial test data of Efron and Tibshirani (1993), table 14.1, column A. */
  private static final List<Integer> SPATIAL =
      List.of(
          48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24,
          26, 30, 41);

  private static final Statistic VARIANCE =
      times -> {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < times.length; i++) {
          n += times[i];
          sum += (double) times[i] * SPATIAL.get(i);
          squares += (double) times[i] * SPATIAL.get(i) * SPATIAL.get(i);
        }
        return squares / n - sum / n * (sum / n);
      };

  private static Interval variance(Bootstrap.Method method, long seed) {
    return Bootstrap.of(Resampling.of(26), 4000, Seed.of(seed))
        .interval(VARIANCE, method, 0.9)
        .orElseThrow();
  }

  /**
   * Table 14.2 of the book has (100.8, 233.9) and (115.8, 259.6) for 2,000 replicates; the ends of
   * so many vary by a standard error of about 3 and 5 from seed to seed.
   */
  @Test
  void interval_textbookExample_isThatOfTheBook() {
    Interval percentile = variance(Bootstrap.Method.PERCENTILE, 1);
    assertThat(percentile.low()).isCloseTo(100.8, within(6.0));
    assertThat(percentile.high()).isCloseTo(233.9, within(8.0));
    Interval bca = variance(Bootstrap.Method.BCA, 1);
    assertThat(bca.low()).isCloseTo(115.8, within(6.0));
    assertThat(bca.high()).isCloseTo(259.6, within(10.0));
  }

  @Test
  void interval_sameSeed_isTheSame() {
    assertThat(variance(Bootstrap.Method.BCA, 3)).isEqualTo(variance(Bootstrap.Method.BCA, 3));
    assertThat(variance(Bootstrap.Method.BCA, 3)).isNotEqualTo(variance(Bootstrap.Method.BCA, 4));
  }

  /** A share of 30 of 100 has a standard error of 0.0458. */
  @Test
  void interval_ofAShare_isNearTheNormalOne() {
    Statistic share = times -> IntStream.range(0, 30).map(i -> times[i]).sum() / 100.0;
    Interval interval =
        Bootstrap.of(Resampling.of(100), 4000, Seed.of(1))
            .interval(share, Bootstrap.Method.PERCENTILE, 0.95)
            .orElseThrow();
    assertThat(interval.low()).isCloseTo(0.3 - 1.96 * 0.0458, within(0.012));
    assertThat(interval.high()).isCloseTo(0.3 + 1.96 * 0.0458, within(0.012));
  }

  @Test
  void interval_stratified_keepsTheShares() {
    List<Integer> classes = IntStream.range(0, 100).mapToObj(i -> i < 30 ? 0 : 1).toList();
    Statistic share = times -> IntStream.range(0, 30).map(i -> times[i]).sum() / 100.0;
    double[] values =
        Bootstrap.of(Resampling.stratified(classes), 200, Seed.of(1))
            .run(Bootstrap.jointly(List.of(share)), Bootstrap.Method.PERCENTILE, 0.95)
            .get(0)
            .values();
    assertThat(values).containsOnly(0.3);
  }

  /**
   * Ten pictures of each of ten objects, all right or all wrong, are ten samples, not a hundred.
   */
  @Test
  void interval_grouped_isWiderThanOfSingleSamples() {
    List<Integer> objects = IntStream.range(0, 100).mapToObj(i -> i % 10).toList();
    Statistic right =
        times -> {
          double sum = 0;
          double n = 0;
          for (int i = 0; i < times.length; i++) {
            sum += objects.get(i) < 5 ? times[i] : 0;
            n += times[i];
          }
          return sum / n;
        };
    Interval single = interval(Resampling.of(100), right);
    Interval grouped = interval(Resampling.grouped(objects), right);
    assertThat(grouped.high() - grouped.low()).isGreaterThan(2.5 * (single.high() - single.low()));
  }

  private static Interval interval(Resampling resampling, Statistic statistic) {
    return Bootstrap.of(resampling, 1000, Seed.of(1))
        .interval(statistic, Bootstrap.Method.PERCENTILE, 0.95)
        .orElseThrow();
  }

  @Test
  void interval_undefinedNumber_isNone() {
    assertThat(
            Bootstrap.of(Resampling.of(10), 200, Seed.of(1))
                .interval(times -> Double.NaN, Bootstrap.Method.BCA, 0.95))
        .isEmpty();
  }

  @Test
  void interval_numberThatNeverChanges_hasNoWidth() {
    Interval interval =
        Bootstrap.of(Resampling.of(10), 200, Seed.of(1))
            .interval(times -> 0.5, Bootstrap.Method.BCA, 0.95)
            .orElseThrow();
    assertThat(interval.low()).isEqualTo(0.5);
    assertThat(interval.high()).isEqualTo(0.5);
  }

  @Test
  void of_tooFew_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.of(Resampling.of(10), 99, Seed.of(1)))
        .withMessage("replicates must be at least 100, but were 99");
    assertThatIllegalArgumentException().isThrownBy(() -> Resampling.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Resampling.grouped(List.of()));
  }
}
