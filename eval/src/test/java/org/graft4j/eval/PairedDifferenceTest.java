package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against published examples, and against the test that the interval inverts. */
class PairedDifferenceTest {
  /** Printed with four digits. */
  private static final double PRINTED = 5e-5;

  /** Where the reference ends its search. */
  private static final double SEARCHED = 1e-6;

  /**
   * Complete response before and after consolidation therapy: 59, 6, 16 and 80 of 161 (Cavo et al.
   * 2012; Fagerland, Lydersen, Laake 2017, "Statistical analysis of contingency tables", chapter 8,
   * as the book's R package contingencytables 3.0.0 prints it).
   */
  @Test
  void interval_consolidationTherapy_isThePublishedOne() {
    Interval interval = Interval.pairedDifference(6, 16, 161, 0.95);
    assertThat(interval.low()).isCloseTo(-0.1240, within(PRINTED));
    assertThat(interval.high()).isCloseTo(-0.0054, within(PRINTED));
  }

  /** As scoreci.mp of the R package PropCIs 0.3-0 gives it, whose sides are the other way round. */
  @ParameterizedTest
  @CsvSource({
    "40, 20, 160, 0.030864588916301727, 0.21806423366069794",
    "7, 1, 50, 0.011619749069213856, 0.24658083915710446",
    "5, 0, 25, 0.0401693105697632, 0.39130954742431645",
    "2, 2, 30, -0.16218000650405884, 0.1621800661087036",
    "11, 4, 320, -0.00209718327969313, 0.04968377873301506",
    "50, 0, 50, 0.8573047518730164, 1"
  })
  void interval_otherCounts_isTheReferences(int b, int c, int n, double low, double high) {
    Interval interval = Interval.pairedDifference(b, c, n, 0.95);
    assertThat(interval.low()).isCloseTo(low, within(SEARCHED));
    assertThat(interval.high()).isCloseTo(high, within(SEARCHED));
  }

  /** Without a differing pair the end is {@code z^2 / (n + z^2)}. */
  @Test
  void interval_noPairDiffers_isThatOfTheClosedForm() {
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.975);
    Interval interval = Interval.pairedDifference(0, 0, 50, 0.95);
    assertThat(interval.high()).isCloseTo(z * z / (50 + z * z), within(1e-12));
    assertThat(interval.low()).isEqualTo(-interval.high());
  }

  @Test
  void interval_allPairsForOne_endsAtOne() {
    Interval interval = Interval.pairedDifference(10, 0, 10, 0.95);
    assertThat(interval.high()).isEqualTo(1);
    assertThat(interval.low()).isBetween(0.4, 0.9);
  }

  @Test
  void interval_noSamples_saysNothing() {
    assertThat(Interval.pairedDifference(0, 0, 0, 0.95)).isEqualTo(new Interval(-1, 1, 0.95));
  }

  @Test
  void interval_morePairsThanSamples_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interval.pairedDifference(3, 3, 5, 0.95))
        .withMessageContaining("3 and 3 of 5");
  }

  @Property
  void interval_zeroOutside_isMcNemarsRejection(
      @ForAll @IntRange(max = 60) int b, @ForAll @IntRange(max = 60) int c) {
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.975);
    Interval interval = Interval.pairedDifference(b, c, 150, 0.95);
    boolean rejected = Math.abs(b - c) > z * Math.sqrt(b + c);
    assertThat(interval.low() > 0 || interval.high() < 0).isEqualTo(rejected);
  }

  @Property
  void interval_ofAny_holdsTheDifferenceAndMirrors(
      @ForAll @IntRange(max = 40) int b,
      @ForAll @IntRange(max = 40) int c,
      @ForAll @IntRange(max = 40) int agreeing) {
    int n = b + c + agreeing + 1;
    Interval interval = Interval.pairedDifference(b, c, n, 0.9);
    double difference = (double) (b - c) / n;
    assertThat(interval.low()).isBetween(-1.0, difference);
    assertThat(interval.high()).isBetween(difference, 1.0);
    Interval mirrored = Interval.pairedDifference(c, b, n, 0.9);
    assertThat(mirrored.low()).isEqualTo(-interval.high());
    assertThat(Interval.pairedDifference(b, c, n, 0.99).low()).isLessThanOrEqualTo(interval.low());
  }
}
