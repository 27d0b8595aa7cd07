package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Cases that can be computed by hand; the golden set has the rest. */
class LabelRankingTest {

  /** Labels 0 and 3 at ranks 1 and 3 of 0.9, 0.8, 0.1, 0.5. */
  @Test
  void update_oneSample_countsItsRanks() {
    LabelRanking ranking = new LabelRanking(4);
    ranking.update("x", new boolean[] {true, false, false, true}, new double[] {.9, .8, .1, .5});
    assertThat(ranking.averagePrecision()).hasValue((1.0 + 2.0 / 3) / 2);
    assertThat(ranking.coverageError()).hasValue(3);
    // Of the four pairs only (3, 1) is in the wrong order.
    assertThat(ranking.rankingLoss()).hasValue(0.25);
  }

  /** Saying the same of all labels must not pay. */
  @Test
  void update_equalScores_rankTheLabelLast() {
    LabelRanking ranking = new LabelRanking(4);
    ranking.update("x", new boolean[] {true, false, false, false}, new double[] {.5, .5, .5, .5});
    assertThat(ranking.averagePrecision()).hasValue(0.25);
    assertThat(ranking.coverageError()).hasValue(4);
    assertThat(ranking.rankingLoss()).hasValue(1);
  }

  @Test
  void update_noLabelOrAll_leavesNothingToRank() {
    LabelRanking ranking = new LabelRanking(2);
    ranking.update("none", new boolean[] {false, false}, new double[] {.2, .1});
    assertThat(ranking.coverageError()).hasValue(0);
    ranking.update("all", new boolean[] {true, true}, new double[] {.2, .1});
    assertThat(ranking.averagePrecision()).hasValue(1);
    assertThat(ranking.rankingLoss()).hasValue(0);
    assertThat(ranking.coverageError()).hasValue(1);
  }

  @Test
  void update_scoreThatIsNoNumber_isRefusedByNameAndNotCounted() {
    LabelRanking ranking = new LabelRanking(2);
    assertThatThrownBy(() -> ranking.update("x.jpg", new boolean[2], new double[] {0, Double.NaN}))
        .hasMessage("scores of 'x.jpg' must be finite, but that of class 1 was NaN");
    assertThat(ranking.n()).isZero();
  }
}
