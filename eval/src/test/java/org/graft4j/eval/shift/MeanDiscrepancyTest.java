package org.graft4j.eval.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class MeanDiscrepancyTest {

  private static double[][] gaussians(int n, double mean, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][5];
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = mean + random.nextGaussian();
      }
    }
    return rows;
  }

  /**
   * Under one source p-values are uniform: 5 of 100 below 0.05, 10.5 with three standard errors.
   */
  @Test
  void test_oneSource_rejectsAsRarelyAsPromised() {
    int rejected = 0;
    for (int run = 0; run < 100; run++) {
      double p =
          MeanDiscrepancy.test(
                  gaussians(25, 0, run), gaussians(30, 0, run + 1000L), 200, Seed.of(run))
              .pValue();
      rejected += p <= 0.05 ? 1 : 0;
    }
    assertThat(rejected).isBetween(0, 12);
  }

  @Test
  void test_shiftedMean_isFound() {
    MeanDiscrepancy shifted =
        MeanDiscrepancy.test(gaussians(60, 0, 1), gaussians(60, 0.7, 2), 500, Seed.of(1));
    assertThat(shifted.pValue()).isLessThan(0.01);
    assertThat(shifted.squared()).isPositive();
  }

  /** Two points a side at distance 1 on a line, of which the kernel is known: by hand. */
  @Test
  void test_fourPoints_isTheFormula() {
    MeanDiscrepancy result =
        MeanDiscrepancy.test(new double[][] {{0}, {1}}, new double[][] {{2}, {3}}, 10, Seed.of(1));
    // Squared distances 1, 1, 1, 4, 4, 9: the upper median is 4, and exp(-d²/8) the kernel.
    double k1 = Math.exp(-1 / 8.0);
    double k4 = Math.exp(-4 / 8.0);
    double k9 = Math.exp(-9 / 8.0);
    assertThat(result.bandwidth()).isEqualTo(2);
    assertThat(result.squared()).isCloseTo(k1 + k1 - 2 * (k4 + k9 + k1 + k4) / 4, within(1e-12));
  }

  @Test
  void test_equalRows_findsNothing() {
    double[][] zeros = new double[4][3];
    assertThat(MeanDiscrepancy.test(zeros, zeros, 50, Seed.of(1)).pValue()).isEqualTo(1);
  }

  /** All but a few rows are copies: the test must not depend on the unit of the features. */
  @Test
  void test_mostlyCopies_hasABandwidthOfTheirUnit() {
    double[][] first = new double[12][1];
    double[][] second = new double[12][1];
    double[][] firstInMillions = new double[12][1];
    double[][] secondInMillions = new double[12][1];
    second[0][0] = 1;
    second[1][0] = 2;
    secondInMillions[0][0] = 1e6;
    secondInMillions[1][0] = 2e6;
    MeanDiscrepancy small = MeanDiscrepancy.test(first, second, 100, Seed.of(1));
    MeanDiscrepancy large =
        MeanDiscrepancy.test(firstInMillions, secondInMillions, 100, Seed.of(1));
    assertThat(small.bandwidth()).isEqualTo(1);
    assertThat(large.bandwidth()).isEqualTo(1e6);
    assertThat(large.squared()).isCloseTo(small.squared(), within(1e-12));
    assertThat(large.pValue()).isEqualTo(small.pValue());
  }

  @Test
  void test_badRows_areRefused() {
    double[][] one = new double[1][3];
    double[][] two = new double[2][3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeanDiscrepancy.test(one, two, 10, Seed.of(1)))
        .withMessageContaining("but had 1 and 2");
    double[][] broken = {{Double.NaN, 0, 0}, {0, 0, 0}};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeanDiscrepancy.test(broken, two, 10, Seed.of(1)))
        .withMessageContaining("finite");
  }
}
