package org.graft4j.eval.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each verdict has its evidence, and its sentence the numbers. */
class VerdictRuleTest {

  /** Five classes of 100. */
  private static ProbeScore probe(int correct, double trainingAccuracy) {
    List<ClassScore> classes = new ArrayList<>();
    for (int c = 0; c < 5; c++) {
      classes.add(new ClassScore(100, (correct + c) / 5));
    }
    return new ProbeScore(classes, 5, trainingAccuracy);
  }

  /** Two classes. */
  private static ProbeScore probe(int first, int ofFirst, int second, int ofSecond) {
    return new ProbeScore(
        List.of(new ClassScore(ofFirst, first), new ClassScore(ofSecond, second)), 5, 1);
  }

  /** The same numbers in each of the classes. */
  private static Optional<Baseline> random(ProbeScore random, int onlyPretrained, int onlyRandom) {
    return Optional.of(
        new Baseline(
            random,
            random.classes().stream()
                .map(score -> new ClassPairs(score.n(), onlyPretrained, onlyRandom))
                .toList()));
  }

  private static Verdict without(ProbeScore probe, double perClass) {
    return VerdictRule.of(probe, Optional.empty(), perClass).verdict();
  }

  @Test
  void verdict_manyPicturesAtChance_isFromScratch() {
    VerdictRule rule = VerdictRule.of(probe(102, 0.9), random(probe(100, 1), 9, 8), 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(rule.why())
        .contains("0.204 [0.171, 0.242] of 500", "mean recall 0.204", "no signal")
        .contains("guessing gets a mean recall of 0.200");
  }

  @Test
  void verdict_fewPicturesAtChance_isLinearProbeThatSaysSo() {
    VerdictRule rule = VerdictRule.of(probe(6, 12, 6, 12), Optional.empty(), 100);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("too few to tell whether there is a signal");
  }

  /** The most frequent class alone is right as often, yet the rare one is told as well. */
  @Test
  void verdict_accuracyOfTheMajorityGuessAndRareClassTold_isTransfer() {
    assertThat(without(probe(38, 38, 2, 2), 2)).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(without(probe(940, 950, 22, 50), 50)).isNotEqualTo(Verdict.FROM_SCRATCH);
  }

  @Test
  void verdict_majorityGuessOfManyPictures_isFromScratchHoweverHighItsAccuracy() {
    assertThat(without(probe(950, 950, 0, 50), 50)).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(without(probe(1960, 1960, 0, 40), 40)).isEqualTo(Verdict.FROM_SCRATCH);
  }

  @Test
  void verdict_threeOfFour_isLinearProbe() {
    assertThat(without(probe(2, 2, 1, 2), 2)).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(without(probe(5, 6, 4, 6), 6)).isEqualTo(Verdict.LINEAR_PROBE);
  }

  @Test
  void verdict_atChanceButSignificantlyBetterThanRandom_isTransfer() {
    ProbeScore probe = probe(102, 0.9);
    Optional<Baseline> random = random(probe(60, 1), 10, 1);
    assertThat(random.orElseThrow().p()).isLessThan(1e-6);
    assertThat(VerdictRule.of(probe, random, 1000).verdict()).isEqualTo(Verdict.LINEAR_PROBE);
  }

  @Test
  void verdict_noBetterThanRandomFeatures_isFromScratch() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.9), random(probe(300, 1), 8, 8), 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.FROM_SCRATCH);
    assertThat(rule.why()).contains("0.600", "p = 0.54", "a lead of 0.029 at most");
  }

  /** A lead that few pictures do not make sure of is no evidence against transfer. */
  @Test
  void verdict_leadThatIsNotSignificant_isTransferWithAWord() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.9), random(probe(280, 1), 16, 12), 60);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("not shown to be better", "p = 0.054");
  }

  @Test
  void verdict_tieOfFewPictures_isTransfer() {
    ProbeScore few = probe(12, 20, 12, 20);
    assertThat(VerdictRule.of(few, random(few, 0, 0), 100).verdict())
        .isNotEqualTo(Verdict.FROM_SCRATCH);
  }

  /** Half of the random network's errors are a lead, though a hundredth of the pictures. */
  @Test
  void verdict_tieNearTheCeiling_isTransfer() {
    VerdictRule rule =
        VerdictRule.of(probe(94, 100, 94, 100), random(probe(93, 100, 93, 100), 3, 2), 60);
    assertThat(rule.verdict()).isNotEqualTo(Verdict.FROM_SCRATCH);
    assertThat(
            VerdictRule.of(probe(499, 500, 499, 500), random(probe(497, 500, 498, 500), 2, 1), 500)
                .verdict())
        .isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(
            VerdictRule.of(probe(10, 10, 10, 10), random(probe(10, 10, 10, 10), 0, 0), 10)
                .verdict())
        .isEqualTo(Verdict.LINEAR_PROBE);
  }

  /** As accurate as a random network that always names the frequent class. */
  @Test
  void verdict_leadInTheRareClassAlone_isTransfer() {
    Baseline random =
        new Baseline(
            probe(950, 950, 0, 50), List.of(new ClassPairs(950, 0, 40), new ClassPairs(50, 40, 0)));
    assertThat(VerdictRule.of(probe(910, 950, 40, 50), Optional.of(random), 50).verdict())
        .isNotEqualTo(Verdict.FROM_SCRATCH);
  }

  @Test
  void verdict_fewPicturesAClass_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.65), random(probe(100, 1), 50, 10), 24);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("24 pictures in the smallest class", "random weights 0.200");
  }

  @Test
  void verdict_nothingLeftToGain_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(495, 1), random(probe(100, 1), 79, 0), 1000);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("little left to gain");
    assertThat(without(probe(30, 30, 30, 30), 1000)).isEqualTo(Verdict.LINEAR_PROBE);
  }

  @Test
  void verdict_trainingPicturesToldWrongAsWell_isFineTune() {
    VerdictRule rule = VerdictRule.of(probe(300, 0.7), random(probe(100, 1), 50, 10), 60);
    assertThat(rule.verdict()).isEqualTo(Verdict.FINE_TUNE);
    assertThat(rule.why()).contains("0.300", "0.400", "60 pictures or more a class");
  }

  /** One training picture in sixty told wrong says nothing of the features. */
  @Test
  void verdict_trainingErrorThatIsNotShown_isLinearProbe() {
    ProbeScore probe =
        new ProbeScore(List.of(new ClassScore(30, 29), new ClassScore(30, 30)), 5, 59 / 60.0);
    assertThat(without(probe, 30)).isEqualTo(Verdict.LINEAR_PROBE);
  }

  @Test
  void verdict_manyPicturesAClass_isFineTune() {
    assertThat(VerdictRule.of(probe(400, 1), random(probe(100, 1), 60, 0), 100).verdict())
        .isEqualTo(Verdict.FINE_TUNE);
  }

  @Test
  void verdict_ownPicturesLearnedByHeartAndNotMany_isLinearProbe() {
    VerdictRule rule = VerdictRule.of(probe(425, 0.99), Optional.empty(), 60);
    assertThat(rule.verdict()).isEqualTo(Verdict.LINEAR_PROBE);
    assertThat(rule.why()).contains("0.010", "0.150", "60 in the smallest class");
  }
}
