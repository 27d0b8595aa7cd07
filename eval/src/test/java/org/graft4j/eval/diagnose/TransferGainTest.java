package org.graft4j.eval.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.junit.jupiter.api.Test;

/** A gain is shown where there is one, and not where there is none. */
class TransferGainTest {

  private static PairedRun run(boolean[] pretrained, boolean[] scratch, int first, int pictures) {
    return new PairedRun(
        Tables.trained(pretrained, first, pictures), Tables.trained(scratch, first, pictures));
  }

  @Test
  void of_oneRun_isTangosInterval() {
    PairedRun run = run(Tables.right(50, 0, 45), Tables.right(50, 15, 47), 0, 100);

    TransferGain gain = TransferGain.of(List.of(run), 0.95);

    assertThat(run.onlyPretrained()).isEqualTo(15);
    assertThat(run.onlyScratch()).isEqualTo(2);
    assertThat(gain.gain()).isCloseTo(0.26, within(1e-12));
    assertThat(gain.interval()).isEqualTo(Interval.pairedDifference(15, 2, 50, 0.95));
    assertThat(gain.verdict()).isEqualTo(GainVerdict.POSITIVE);
    assertThat(gain.pretrained()).isCloseTo(0.9, within(1e-12));
    assertThat(gain.scratch()).isCloseTo(0.64, within(1e-12));
  }

  @Test
  void of_scratchThatIsBetter_isNegative() {
    PairedRun run = run(Tables.right(50, 0, 30), Tables.right(50, 0, 48), 0, 100);

    assertThat(TransferGain.of(List.of(run), 0.95).verdict()).isEqualTo(GainVerdict.NEGATIVE);
  }

  @Test
  void of_equalNetworks_isNotShown() {
    PairedRun run = run(Tables.right(50, 0, 40), Tables.right(50, 5, 45), 0, 100);

    TransferGain gain = TransferGain.of(List.of(run), 0.95);

    assertThat(gain.gain()).isZero();
    assertThat(gain.verdict()).isEqualTo(GainVerdict.NOT_SHOWN);
  }

  /** Runs by several seeds on the same items: what differs between them widens the interval. */
  @Test
  void of_seedsThatDisagree_isWiderThanOfSeedsThatAgree() {
    boolean[] scratch = Tables.right(100, 0, 60);
    List<PairedRun> alike = new ArrayList<>();
    List<PairedRun> unlike = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      alike.add(run(Tables.right(100, 0, 80), scratch, 0, 100));
      unlike.add(run(Tables.right(100, 0, 65 + 15 * i), scratch, 0, 100));
    }

    TransferGain firm = TransferGain.of(alike, 0.95);
    TransferGain loose = TransferGain.of(unlike, 0.95);

    assertThat(firm.gain()).isCloseTo(loose.gain(), within(1e-12));
    assertThat(firm.interval().low())
        .isCloseTo(Interval.pairedDifference(20, 0, 100, 0.95).low(), within(1e-12));
    assertThat(firm.verdict()).isEqualTo(GainVerdict.POSITIVE);
    // t of 2 degrees of freedom times 0.15 / sqrt(3): 0.37 on either side.
    assertThat(loose.interval().low()).isLessThan(0.2 - 0.37);
    assertThat(loose.verdict()).isEqualTo(GainVerdict.NOT_SHOWN);
  }

  /** By hand: gains 0.1, 0.3, 0.2 over folds of 10 items that learned from 20. */
  @Test
  void of_folds_isTheCorrectedResampledInterval() {
    boolean[] scratch = Tables.right(10, 0, 5);
    List<PairedRun> folds =
        List.of(
            run(Tables.right(10, 0, 6), scratch, 0, 20),
            run(Tables.right(10, 0, 8), scratch, 10, 20),
            run(Tables.right(10, 0, 7), scratch, 20, 20));

    TransferGain gain = TransferGain.of(folds, 0.95);

    double half = 4.302653 * Math.sqrt(0.01 * (1 / 3.0 + 0.5));
    assertThat(gain.gain()).isCloseTo(0.2, within(1e-12));
    assertThat(gain.interval().low()).isCloseTo(0.2 - half, within(1e-6));
    assertThat(gain.interval().high()).isCloseTo(0.2 + half, within(1e-6));
    assertThat(gain.verdict()).isEqualTo(GainVerdict.NOT_SHOWN);
  }

  /** Folds whose gains are equal by chance have no spread, and yet few items. */
  @Test
  void of_foldsWithoutSpread_keepsTheItemsInterval() {
    List<PairedRun> folds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      folds.add(run(Tables.right(10, 0, 6), Tables.right(10, 0, 5), 10 * i, 20));
    }

    assertThat(TransferGain.of(folds, 0.95).interval())
        .isEqualTo(Interval.pairedDifference(3, 0, 30, 0.95));
  }

  /** Two networks that are equally good, 200 times: 10 false verdicts are promised, 20 too many. */
  @Test
  void of_noGain_saysSoAsOftenAsPromised() {
    int shown = 0;
    for (int i = 0; i < 200; i++) {
      Random random = new Random(i);
      List<PairedRun> seeds = new ArrayList<>();
      for (int s = 0; s < 3; s++) {
        seeds.add(run(coins(random), coins(random), 0, 100));
      }
      shown += TransferGain.of(seeds, 0.95).verdict() == GainVerdict.NOT_SHOWN ? 0 : 1;
    }
    assertThat(shown).isLessThan(20);
  }

  private static boolean[] coins(Random random) {
    boolean[] right = new boolean[60];
    for (int i = 0; i < right.length; i++) {
      right[i] = random.nextDouble() < 0.8;
    }
    return right;
  }

  @Test
  void measure_trainsBothByEachSeed_andTellsOfIt() throws IOException {
    List<String> calls = new ArrayList<>();
    List<PairedRun> told = new ArrayList<>();
    Training pretrained =
        (items, seed) -> {
          calls.add("pretrained " + seed.value());
          return Tables.trained(Tables.right(20, 0, 18), 0, 10);
        };
    Training scratch =
        (items, seed) -> {
          calls.add("scratch " + seed.value());
          return Tables.trained(Tables.right(20, 0, 9), 0, 10);
        };

    TransferGain gain =
        TransferGain.measure(pretrained, scratch, List.of(), 2, Seed.of(7), 0.9, told::add);

    assertThat(calls).hasSize(4).startsWith("pretrained 7", "scratch 7").doesNotHaveDuplicates();
    assertThat(told).isEqualTo(gain.runs());
    assertThat(gain.interval().confidence()).isEqualTo(0.9);
  }

  @Test
  void scratchUnfinished_aLossFarFromZero_isSaid() {
    TrainedOnce good = Tables.trained(Tables.right(10, 0, 9), 0, 10);
    TrainedOnce stuck =
        new TrainedOnce(good.heldOut(), new TrainingBudget("full", 3, 10, 1, Math.log(2)));

    assertThat(TransferGain.of(List.of(new PairedRun(good, stuck)), 0.95).scratchUnfinished())
        .isTrue();
    assertThat(TransferGain.of(List.of(new PairedRun(stuck, good)), 0.95).scratchUnfinished())
        .isFalse();
  }

  @Test
  void of_itemsThatAreNotPaired_isRefused() {
    TrainedOnce one = Tables.trained(Tables.right(10, 0, 9), 0, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedRun(one, Tables.trained(Tables.right(10, 0, 9), 1, 10)))
        .withMessageContaining("the same items");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedRun(one, Tables.trained(Tables.right(10, 0, 9), 0, 11)))
        .withMessageContaining("learned from 10 and 11");
    PairedRun first = new PairedRun(one, one);
    TrainedOnce overlapping = Tables.trained(Tables.right(10, 0, 9), 5, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TransferGain.of(List.of(first, new PairedRun(overlapping, overlapping)), 0.95))
        .withMessageContaining("all the same (seeds) or all different (folds)");
  }
}
