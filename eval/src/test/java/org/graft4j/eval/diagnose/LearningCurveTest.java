package org.graft4j.eval.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.junit.jupiter.api.Test;

/** The curve is that of nested subsets, and is carried on only where that says something. */
class LearningCurveTest {
  private static final List<Double> SHARES = List.of(0.05, 0.1, 0.25, 0.5, 1.0);
  private static final int ALL = 400;

  private static List<ImageItem> items(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> new ImageItem(Path.of("p" + i), "p" + i, i % 5 == 0 ? 1 : 0))
        .toList();
  }

  @Test
  void measure_subsets_areNestedStratifiedAndTheSeeds() throws IOException {
    List<List<ImageItem>> seen = new ArrayList<>();
    Training training =
        (items, seed) -> {
          seen.add(items);
          return Tables.trained(Tables.right(10, 0, 5), 0, items.size());
        };
    LearningCurve curve =
        LearningCurve.measure(
            training, items(40), Tables.LABELS, SHARES, 2, Seed.of(1), 0.95, step -> {});

    assertThat(seen).hasSize(10);
    assertThat(seen.stream().map(List::size)).containsExactly(3, 4, 10, 20, 40, 3, 4, 10, 20, 40);
    for (int i = 1; i < 5; i++) {
      assertThat(seen.get(i)).containsAll(seen.get(i - 1));
    }
    assertThat(seen.get(2).stream().filter(item -> item.label() == 1)).hasSize(2);
    assertThat(seen.get(0).stream().filter(item -> item.label() == 1)).hasSize(1);
    assertThat(seen.get(3)).isNotEqualTo(seen.get(8)).isSubsetOf(items(40));
    assertThat(curve.points()).hasSize(5);
    assertThat(curve.points().get(4).pictures()).isEqualTo(40);
  }

  /** A small class makes two shares the same: it is trained on once. */
  @Test
  void measure_sharesOfTheSameSize_areOne() throws IOException {
    List<CurveStep> told = new ArrayList<>();
    LearningCurve.measure(
        (items, seed) -> Tables.trained(Tables.right(10, 0, 5), 0, items.size()),
        items(10),
        Tables.LABELS,
        List.of(0.01, 0.05, 1.0),
        1,
        Seed.of(1),
        0.95,
        told::add);

    assertThat(told.stream().map(CurveStep::share)).containsExactly(0.01, 1.0);
  }

  @Test
  void of_oneRun_hasWilsonsInterval() {
    CurveStep step = new CurveStep(0, 1, Tables.trained(Tables.right(50, 0, 40), 0, 100));

    LearningCurve curve = LearningCurve.of(List.of(step), Seed.of(1), 0.95);

    CurvePoint point = curve.points().get(0);
    assertThat(point.accuracy()).isEqualTo(0.8);
    assertThat(point.interval().low())
        .isCloseTo(Interval.wilson(40, 50, 0.95).low(), within(1e-12));
    assertThat(curve.twice())
        .isEqualTo(
            new Extrapolation.Refused(
                "the curve must have 4 points at least to be carried on, but has 1"));
  }

  /**
   * Curves drawn from a known law: the interval of the doubling holds what the law gives in nearly
   * all of them. Items keep their difficulty over all trainings; a run's luck moves all of its
   * points a little.
   */
  @Test
  void of_aKnownLaw_holdsWhatTwiceTheDataGives() {
    int held = 0;
    int said = 0;
    for (int i = 0; i < 60; i++) {
      LearningCurve curve = LearningCurve.of(drawn(i, 0.92, 0.12, 0.5), Seed.of(i), 0.95);
      if (curve.twice() instanceof Extrapolation.Estimate estimate) {
        said++;
        double truth = 0.92 - 0.12 * Math.pow(2, -0.5);
        held += estimate.interval().low() <= truth && truth <= estimate.interval().high() ? 1 : 0;
        assertThat(estimate.pictures()).isEqualTo(2 * ALL);
      }
    }
    assertThat(said).isGreaterThan(40);
    // 95 % are promised; of 60 with three runs each, four fifths is what chance may leave of it.
    assertThat((double) held / said).isGreaterThan(0.8);
  }

  private static List<CurveStep> drawn(long seed, double limit, double drop, double rate) {
    Random random = new Random(seed);
    double[] difficulty = random.doubles(300).toArray();
    List<CurveStep> steps = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      double luck = 0.005 * random.nextGaussian();
      for (double share : SHARES) {
        double accuracy =
            limit - drop * Math.pow(share, -rate) + luck + 0.01 * random.nextGaussian();
        boolean[] right = new boolean[difficulty.length];
        for (int i = 0; i < right.length; i++) {
          right[i] = difficulty[i] + 0.1 * random.nextGaussian() < accuracy;
        }
        int pictures = (int) Math.round(share * ALL);
        steps.add(new CurveStep(run, share, Tables.trained(right, 0, pictures)));
      }
    }
    return steps;
  }

  /** A curve that goes up and then steeply down is no law. */
  @Test
  void of_aCurveThatFalls_isNotCarriedOn() {
    int[] correct = {100, 160, 180, 120, 60};
    List<CurveStep> steps = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      for (int k = 0; k < 5; k++) {
        boolean[] right = Tables.right(200, 0, correct[k] + run);
        steps.add(
            new CurveStep(
                run, SHARES.get(k), Tables.trained(right, 0, (int) (SHARES.get(k) * ALL))));
      }
    }

    assertThat(LearningCurve.of(steps, Seed.of(1), 0.95).twice())
        .isInstanceOfSatisfying(
            Extrapolation.Refused.class,
            refused -> assertThat(refused.why()).contains("do not follow an inverse power law"));
  }

  /** Ten held-out items tell nothing of a doubling. */
  @Test
  void of_fewItems_leavesItOpen() {
    int[] correct = {2, 4, 5, 6, 8};
    List<CurveStep> steps = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      for (int k = 0; k < 5; k++) {
        boolean[] right = Tables.right(10, run, correct[k] + run - 1);
        steps.add(
            new CurveStep(
                run, SHARES.get(k), Tables.trained(right, 0, (int) (SHARES.get(k) * ALL))));
      }
    }

    assertThat(LearningCurve.of(steps, Seed.of(1), 0.95).twice())
        .isInstanceOfSatisfying(
            Extrapolation.Refused.class,
            refused -> assertThat(refused.why()).contains("leaves it open"));
  }

  @Test
  void fit_pointsOnALaw_findsIt() {
    PowerLaw law = new PowerLaw(0.9, 0.1, 0.5, 400);
    double[] pictures = {20, 40, 100, 200, 400};
    double[] accuracies = IntStream.range(0, 5).mapToDouble(k -> law.at(pictures[k])).toArray();

    PowerLaw found = PowerLaw.fit(pictures, accuracies, new double[] {1, 1, 1, 1, 1});

    // The rate is one of a row whose steps are 3.5 %.
    assertThat(found.rate()).isCloseTo(0.5, within(0.02));
    assertThat(found.at(800)).isCloseTo(law.at(800), within(5e-4));
  }

  @Test
  void fit_pointsAtOne_staysAtOne() {
    PowerLaw found =
        PowerLaw.fit(
            new double[] {10, 20, 40, 80},
            new double[] {0.5, 0.8, 0.97, 1},
            new double[] {1, 1, 1, 1});

    assertThat(found.limit()).isLessThanOrEqualTo(1);
    assertThat(found.at(160)).isBetween(0.97, 1.0);
  }

  @Test
  void of_stepsOnOtherItems_isRefused() {
    CurveStep one = new CurveStep(0, 0.5, Tables.trained(Tables.right(10, 0, 9), 0, 10));
    CurveStep other = new CurveStep(0, 1, Tables.trained(Tables.right(10, 0, 9), 5, 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningCurve.of(List.of(one, other), Seed.of(1), 0.95))
        .withMessageContaining("the same items");
  }
}
