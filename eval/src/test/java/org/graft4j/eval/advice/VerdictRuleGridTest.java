package org.graft4j.eval.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds of the verdict whatever the numbers: sizes, balances, accuracies, random networks.
 * Each grid point is a probe of two classes, and the random network's right pictures in the way
 * that overlaps most with it, or least.
 */
class VerdictRuleGridTest {
  private static final List<Double> PER_CLASS = List.of(2.0, 24.0, 25.0, 100.0);

  /**
   * A probe next to a random one.
   *
   * @param first pictures of the first class
   * @param right of them told right
   * @param random of them told right by the random network; below 0 for none
   */
  record Point(
      int first, int right, int random, int second, int right2, int random2, boolean apart) {
    VerdictRule rule(double perClass, double trainingAccuracy) {
      ProbeScore probe =
          new ProbeScore(
              List.of(new ClassScore(first, right), new ClassScore(second, right2)),
              5,
              trainingAccuracy);
      return VerdictRule.of(probe, baseline(), perClass);
    }

    private Optional<Baseline> baseline() {
      if (random < 0) {
        return Optional.empty();
      }
      ProbeScore other =
          new ProbeScore(
              List.of(new ClassScore(first, random), new ClassScore(second, random2)), 5, 1);
      return Optional.of(
          new Baseline(
              other, List.of(pairs(first, right, random), pairs(second, right2, random2))));
    }

    private ClassPairs pairs(int n, int own, int others) {
      int both = apart ? Math.max(0, own + others - n) : Math.min(own, others);
      return new ClassPairs(n, own - both, others - both);
    }

    boolean fromScratch(double perClass) {
      return rule(perClass, 1).verdict() == Verdict.FROM_SCRATCH;
    }

    boolean perfect() {
      return right == first && right2 == second;
    }

    /** One more right in the first class, or in the second. */
    Stream<Point> better() {
      return Stream.of(
              new Point(first, right + 1, random, second, right2, random2, apart),
              new Point(first, right, random, second, right2 + 1, random2, apart))
          .filter(point -> point.right <= first && point.right2 <= second);
    }
  }

  static Stream<int[]> sizes() {
    return Stream.of(
        new int[] {2, 2},
        new int[] {6, 6},
        new int[] {10, 10},
        new int[] {38, 2},
        new int[] {30, 30},
        new int[] {180, 20},
        new int[] {500, 500},
        new int[] {950, 50},
        new int[] {990, 10});
  }

  private static Stream<Point> points(int[] sizes) {
    return steps(sizes[0])
        .flatMap(
            right ->
                steps(sizes[1])
                    .flatMap(
                        right2 ->
                            randoms(sizes[0])
                                .flatMap(
                                    random ->
                                        Stream.of(true, false)
                                            .map(
                                                apart ->
                                                    new Point(
                                                        sizes[0],
                                                        right,
                                                        random,
                                                        sizes[1],
                                                        right2,
                                                        random * sizes[1] / sizes[0],
                                                        apart)))));
  }

  /** Each number of right pictures for small classes, eleven of them for large ones. */
  private static Stream<Integer> steps(int n) {
    return Stream.iterate(0, i -> i <= 10, i -> i + 1).map(i -> i * n / 10).distinct();
  }

  private static Stream<Integer> randoms(int n) {
    return Stream.of(-1, 0, n / 2, n * 9 / 10, n).distinct();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void verdict_onePictureMoreRight_neverBecomesFromScratch(int[] sizes) {
    for (double perClass : PER_CLASS) {
      assertThat(points(sizes).filter(point -> !point.fromScratch(perClass)))
          .allSatisfy(
              point ->
                  assertThat(point.better()).noneMatch(better -> better.fromScratch(perClass)));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void verdict_perfectProbe_isLinearProbe(int[] sizes) {
    for (double perClass : PER_CLASS) {
      assertThat(points(sizes).filter(Point::perfect))
          .isNotEmpty()
          .allSatisfy(
              point ->
                  assertThat(point.rule(perClass, 1).verdict()).isEqualTo(Verdict.LINEAR_PROBE));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void verdict_fewPictures_isNeverFromScratch(int[] sizes) {
    for (double perClass : PER_CLASS) {
      if (sizes[0] + sizes[1] < VerdictRule.ENOUGH || perClass < VerdictRule.FEW) {
        assertThat(points(sizes)).noneMatch(point -> point.fromScratch(perClass));
      }
    }
  }

  /** From scratch only if nothing better than guessing, or than random features, is in reach. */
  @ParameterizedTest
  @MethodSource("sizes")
  void verdict_fromScratch_hasEvidence(int[] sizes) {
    assertThat(points(sizes).filter(point -> point.fromScratch(1000)))
        .allSatisfy(
            point -> {
              double recall =
                  ((double) point.right / point.first + (double) point.right2 / point.second) / 2;
              Optional<Baseline> random = point.baseline();
              assertThat(recall < 0.6 || random.isPresent()).isTrue();
              assertThat(random.map(Baseline::p).orElse(1.0))
                  .isGreaterThanOrEqualTo(VerdictRule.SIGNIFICANT);
            });
  }
}
