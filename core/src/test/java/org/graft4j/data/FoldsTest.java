package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each sample is held out once, and each class as evenly as it can be. */
class FoldsTest {
  private static final Seed SEED = Seed.of(7);

  private static int[] labels() {
    return IntStream.range(0, 53).map(i -> i < 30 ? 0 : i < 50 ? 1 : 2).toArray();
  }

  @Test
  void folds_ofUnequalClasses_differByOneAtMost() {
    int[] labels = labels();
    int[][] counts = new int[5][4];
    Folds folds = Folds.stratified(labels, 5, SEED);
    for (int i = 0; i < labels.length; i++) {
      counts[folds.of(i)][labels[i]]++;
      counts[folds.of(i)][3]++;
    }
    for (int[] fold : counts) {
      assertThat(fold[0]).isEqualTo(6);
      assertThat(fold[1]).isEqualTo(4);
      assertThat(fold[2]).isBetween(0, 1);
      assertThat(fold[3]).isBetween(10, 11);
    }
  }

  @Test
  void parts_ofAFold_areAllSamplesOnce() {
    Folds folds = Folds.stratified(labels(), 4, SEED);
    for (int fold = 0; fold < folds.count(); fold++) {
      assertThat(folds.training(fold)).isSorted().doesNotContainAnyElementsOf(folds.heldOut(fold));
      assertThat(folds.training(fold).size() + folds.heldOut(fold).size()).isEqualTo(53);
    }
  }

  @Test
  void folds_anotherSeed_areOthers() {
    List<Integer> first = Folds.stratified(labels(), 5, SEED).heldOut(0);
    assertThat(Folds.stratified(labels(), 5, SEED).heldOut(0)).isEqualTo(first);
    assertThat(Folds.stratified(labels(), 5, Seed.of(8)).heldOut(0)).isNotEqualTo(first);
  }

  @Test
  void folds_moreThanTheLargestClass_areNotMade() {
    assertThat(Folds.stratified(new int[] {0, 0, 1, 1, 1}, 5, SEED).count()).isEqualTo(3);
  }

  @Test
  void folds_classWithOneSample_nameIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Folds.stratified(new int[] {0, 0, 1}, List.of("a", "b", "rose/1.jpg"), 5, SEED))
        .withMessageContaining("class 1 has 'rose/1.jpg' alone");
  }

  @Test
  void folds_fewerThanTwo_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.stratified(new int[] {0, 0}, 1, SEED))
        .withMessage("folds must be 2 at least, but were 1");
  }

  @Test
  void stratifiedGrouped_classOfOneGroup_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Folds.stratifiedGrouped(
                    new int[] {0, 0, 0, 1, 1},
                    List.of("a", "b", "c", "rose/1", "rose/2"),
                    List.of("p", "q", "r", "s", "s"),
                    2,
                    SEED))
        .withMessageContaining("all samples of class 1, say 'rose/1', are in one fold");
  }

  @Test
  void grouped_fewerGroupsThanFolds_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.grouped(List.of("p", "p", "q"), 3, SEED))
        .withMessage("folds must be no more than groups, but were 3 for 2");
  }

  @Test
  void leaveOneDomainOut_ofDomains_isOneFoldEachByName() {
    Folds folds =
        Folds.leaveOneDomainOut(
            new int[] {0, 1, 0, 1, 0, 1}, List.of("usps", "usps", "mnist", "mnist", "a", "a"));
    assertThat(folds.count()).isEqualTo(3);
    assertThat(folds.name(1)).isEqualTo("mnist");
    assertThat(folds.heldOut(1)).containsExactly(2, 3);
    assertThat(folds.training(1)).containsExactly(0, 1, 4, 5);
  }

  @Test
  void leaveOneDomainOut_domainAlone_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.leaveOneDomainOut(new int[] {0, 1}, List.of("x", "x")))
        .withMessageContaining("two domains at least")
        .withMessageContaining("'x' is alone");
  }

  @Test
  void leaveOneDomainOut_classOfOneDomain_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Folds.leaveOneDomainOut(new int[] {0, 0, 1, 1}, List.of("x", "y", "y", "y")))
        .withMessageContaining("class 1 is in domain 'y' alone");
  }

  @Test
  void repeated_firstRepeat_isWhatThereIsWithout() {
    List<Folds> repeats = Folds.repeated(3, SEED, seed -> Folds.stratified(labels(), 5, seed));
    assertThat(repeats).hasSize(3);
    assertThat(repeats.get(0).heldOut(0)).isEqualTo(Folds.stratified(labels(), 5, SEED).heldOut(0));
    assertThat(repeats.get(1).heldOut(0)).isNotEqualTo(repeats.get(0).heldOut(0));
  }
}
