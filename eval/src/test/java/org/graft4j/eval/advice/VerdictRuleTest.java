package org.graft4j.eval.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each verdict has its evidence, and its sentence the numbers. */
class VerdictRuleTest {
  private static final double CHANCE = 0.2;

  private static ProbeScore probe(int correct, double trainingAccuracy) {
    return new ProbeScore(correct, 500, 5, trainingAccuracy);
  }

  private static Optional<Baseline> random(int correct, double p) {
    return Optional.of(new Baseline(probe(correct, 1), 0, 0, p));
  }

  @Test
  void verdict_probeAtChance_isFromScratch() {
    VerdictRule rule = VerdictRule.of(probe(115, 0.9), random(100, 0.01), CHANCE, 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(rule.why()).contains("0.230 [0.195, 0.269] of 500", "0.200", "no signal");
  }

  @Test
  void verdict_noBetterThanRandomFeatures_isFromScratch() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.9), random(299, 0.48), CHANCE, 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(rule.why()).contains("0.598", "p = 0.48");
  }

  /** A lead that few pictures do not make sure of is no evidence against transfer. */
  @Test
  void verdict_leadThatIsNotSignificant_isTransferWithAWord() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.9), random(280, 0.1), CHANCE, 10);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("not shown to be better", "p = 0.10");
  }

  @Test
  void verdict_fewPicturesAClass_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.65), random(100, 0), CHANCE, 24);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("24 pictures a class", "with random weights 0.200");
  }

  @Test
  void verdict_nothingLeftToGain_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(495, 1), random(100, 0), CHANCE, 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("little left to gain");
  }

  @Test
  void verdict_trainingPicturesToldWrongAsWell_isFineTune() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.7), random(100, 0), CHANCE, 60);
    assertThat(rule.verdict()).isEqualTo(Verdict.FINE_TUNE);
    assertThat(rule.why()).contains("0.300", "0.400", "60 pictures a class");
  }

  @Test
  void verdict_manyPicturesAClass_isFineTune() {
    assertThat(VerdictRule.of(probe(400, 1), random(100, 0), CHANCE, 100).verdict())
        .isEqualTo(Verdict.FINE_TUNE);
  }

  @Test
  void verdict_ownPicturesLearnedByHeartAndNotMany_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(425, 0.99), Optional.empty(), CHANCE, 60);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("0.010", "0.150", "60 a class");
  }
}
