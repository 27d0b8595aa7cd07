package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private static final IntervalSettings SETTINGS = IntervalSettings.STANDARD.withReplicates(500);

  /** Right but for some samples. */
  private static PredictionTable table(int n, int... wrong) {
    List<Integer> missed = IntStream.of(wrong).boxed().toList();
    PredictionTable.Builder table = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    for (int i = 0; i < n; i++) {
      double own = missed.contains(i) ? 0.25 : 0.75;
      table.add(
          "s" + i, i % 2, i % 2 == 0 ? new double[] {own, 1 - own} : new double[] {1 - own, own});
    }
    return table.build();
  }

  @Test
  void of_knownDisagreements_hasTangosIntervalAndMcNemarsTest() {
    PairedComparison compared =
        PairedComparison.of(table(60, 1, 2), table(60, 2, 3, 4, 5, 6, 7, 8, 9), SETTINGS);
    assertThat(compared.onlyFirst()).isEqualTo(7);
    assertThat(compared.onlySecond()).isEqualTo(1);
    PairedComparison.Difference accuracy = compared.differences().get(0);
    assertThat(accuracy.value()).isCloseTo(0.1, within(1e-12));
    assertThat(accuracy.interval()).contains(Interval.pairedDifference(7, 1, 60, 0.95));
    assertThat(accuracy.p()).isEqualTo(PairedTests.mcNemar(7, 1));
    PairedComparison.Difference loss = compared.differences().get(2);
    assertThat(loss.value()).isNegative();
    assertThat(loss.firstIsBetter()).isTrue();
  }

  @Test
  void of_swapped_isTheOpposite() {
    PredictionTable one = table(60, 1, 2);
    PredictionTable two = table(60, 3, 4, 5, 6, 7);
    List<PairedComparison.Difference> there = PairedComparison.of(one, two, SETTINGS).differences();
    List<PairedComparison.Difference> back = PairedComparison.of(two, one, SETTINGS).differences();
    for (int i = 0; i < 3; i++) {
      assertThat(there.get(i).value()).isCloseTo(-back.get(i).value(), within(1e-12));
      assertThat(there.get(i).p()).isEqualTo(back.get(i).p());
    }
  }

  /** Of three samples on which one alone is right, all ways of swapping but two are nearer to 0. */
  @Test
  void permutation_ofMacroF1_countsTheSwapsThatAreAsFar() {
    MacroF1Pair pair = new MacroF1Pair(table(40), table(40, 0, 2, 4));
    int[] each = IntStream.range(0, 40).toArray();
    assertThat(pair.permutation(each, 4000, Seed.of(1))).isCloseTo(0.25, within(0.03));
  }

  /** All three are of one group: swapped or not, the two are as far apart. */
  @Test
  void permutation_ofOneGroup_isOne() {
    MacroF1Pair pair = new MacroF1Pair(table(40), table(40, 0, 2, 4));
    int[] unit = IntStream.range(0, 40).map(i -> i % 2).toArray();
    assertThat(pair.permutation(unit, 500, Seed.of(1))).isEqualTo(1);
  }

  /** Two hundred wrong ones, all of one patient of twenty, are one patient's luck. */
  @Test
  void of_groups_countsGroupsAndNotSamples() {
    int[] wrong = IntStream.range(0, 200).toArray();
    List<String> patients = IntStream.range(0, 4000).mapToObj(i -> "p" + i / 200).toList();
    PredictionTable good = table(4000);
    PredictionTable bad = table(4000, wrong);
    assertThat(PairedComparison.of(good, bad, SETTINGS).differences().get(0).p()).isLessThan(0.001);
    PairedComparison grouped =
        PairedComparison.of(good, bad, SETTINGS.grouped("patient", patients));
    for (PairedComparison.Difference d : grouped.differences()) {
      assertThat(d.p()).as(d.name()).isEqualTo(1);
      assertThat(d.note()).contains("permutation test").doesNotContain("Tango");
    }
  }

  /** So many comparisons that no number of so few draws is beyond chance. */
  @Test
  void corrected_manyComparisons_showsADifferenceOrThatNoneCouldBeShown() {
    PredictionTable good = table(60);
    PredictionTable bad = table(60, IntStream.range(0, 40).toArray());
    PairedComparison few = PairedComparison.of(good, bad, SETTINGS);
    PairedComparison.Difference f1 =
        PairedComparison.corrected(Collections.nCopies(105, few)).get(0).differences().get(1);
    assertThat(f1.correctedP()).isGreaterThan(0.05);
    assertThat(f1.couldShow(0.05)).isFalse();

    PairedComparison many = PairedComparison.of(good, bad, SETTINGS.together(105));
    f1 = PairedComparison.corrected(Collections.nCopies(105, many)).get(0).differences().get(1);
    assertThat(f1.correctedP()).isLessThan(0.05);
    assertThat(f1.couldShow(0.05)).isTrue();
  }

  @Test
  void corrected_holmsCorrection_isOverTheComparisonsOfEachNumber() {
    PredictionTable one = table(60, 1, 2);
    PairedComparison a = PairedComparison.of(one, table(60, 3, 4, 5, 6, 7, 8, 9, 10), SETTINGS);
    PairedComparison b = PairedComparison.of(one, table(60, 1, 2, 3), SETTINGS);
    List<PairedComparison> corrected = PairedComparison.corrected(List.of(a, b));
    double smaller = a.differences().get(0).p();
    assertThat(corrected.get(0).differences().get(0).correctedP()).isEqualTo(2 * smaller);
    assertThat(corrected.get(1).differences().get(0).correctedP()).isEqualTo(1);
    assertThat(PairedComparison.corrected(List.of())).isEmpty();
  }
}
