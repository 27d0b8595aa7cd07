package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {
  @Test
  void ratio_theirsTakesTwiceAsLong_isTwo() {
    Duel duel = Duel.ofSeconds(new double[] {1, 1, 1}, new double[] {2, 2, 2});
    assertThat(duel.ratio()).isEqualTo(2);
  }

  /** A machine that slows down for both leaves the ratio alone; a ratio of medians would not. */
  @Test
  void ratio_machineSlowsDownMeanwhile_isThatOfNeighbours() {
    Duel duel = Duel.ofSeconds(new double[] {1, 1, 10, 10, 10}, new double[] {2, 2, 20, 20, 2});
    assertThat(duel.ratio()).isEqualTo(2);
  }

  @Test
  void rates_oursInHalfTheTime_areHigherWithTheRatioAboveOne() {
    Comparison row =
        Duel.ofSeconds(new double[] {0.5, 0.5}, new double[] {1, 1}).rates("forward", "peer", 16);
    assertThat(row).isEqualTo(new Comparison("forward", "peer", 32, 16, "pictures/s", 2));
  }

  @Test
  void times_oursInHalfTheTime_areLowerWithTheRatioAboveOne() {
    Comparison row = Duel.ofSeconds(new double[] {3}, new double[] {6}).times("job", "peer");
    assertThat(row).isEqualTo(new Comparison("job", "peer", 3, 6, "s", 2));
  }

  @Test
  void milliseconds_99thPercentileOf100_isTheSecondLargest() {
    double[] ours = new double[100];
    double[] theirs = new double[100];
    for (int i = 0; i < 100; i++) {
      ours[i] = (i + 1) / 1000.0;
      theirs[99 - i] = (i + 1) / 500.0;
    }
    Comparison row = Duel.ofSeconds(ours, theirs).milliseconds("latency", "peer", 0.99);
    assertThat(row.ours()).isCloseTo(99, within(1e-9));
    assertThat(row.theirs()).isCloseTo(198, within(1e-9));
    assertThat(row.ratio()).isCloseTo(2, within(1e-9));
  }

  @Test
  void of_warmupsAndRounds_runsBothInTurn() {
    List<String> turns = new ArrayList<>();
    Duel.of(1, 2, () -> turns.add("ours"), () -> turns.add("theirs"));
    assertThat(turns).containsExactly("ours", "theirs", "ours", "theirs", "ours", "theirs");
  }

  @Test
  void ofSeconds_otherNumberOfRounds_isRefused() {
    assertThatThrownBy(() -> Duel.ofSeconds(new double[] {1}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 2");
  }
}
