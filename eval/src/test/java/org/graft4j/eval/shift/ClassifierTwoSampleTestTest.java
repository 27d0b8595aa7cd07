package org.graft4j.eval.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

/** Nothing is found where nothing is, and a shift where there is one. */
class ClassifierTwoSampleTestTest {

  private static double[][] gaussians(int n, int width, double mean, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][width];
    for (double[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = mean + random.nextGaussian();
      }
    }
    return rows;
  }

  /**
   * Of one source 5 of 100 values are below 0.05; 12 are three standard errors more. Uneven
   * samples, and more features than rows, where a classifier learns all by heart.
   */
  @Test
  void test_oneSource_rejectsAsRarelyAsPromised() {
    int rejected = 0;
    double sum = 0;
    for (int run = 0; run < 100; run++) {
      ClassifierTwoSampleTest test =
          ClassifierTwoSampleTest.test(
              gaussians(20, 60, 0, run), gaussians(35, 60, 0, run + 1000L), 5, 99, Seed.of(run));
      rejected += test.pValue() <= 0.05 ? 1 : 0;
      sum += test.accuracy() / 100;
    }
    assertThat(rejected).isBetween(0, 12);
    assertThat(sum).isCloseTo(0.5, within(0.03)); // the standard error is 0.007
  }

  @Test
  void test_shiftedMean_isFound() {
    ClassifierTwoSampleTest test =
        ClassifierTwoSampleTest.test(
            gaussians(60, 20, 0, 1), gaussians(60, 20, 0.5, 2), 5, 200, Seed.of(1));
    assertThat(test.pValue()).isLessThan(0.01);
    assertThat(test.accuracy()).isGreaterThan(0.75);
    ProxyADistance distance = ProxyADistance.of(test, 0.95);
    assertThat(distance.value()).isCloseTo(2 * (2 * test.accuracy() - 1), within(1e-12));
    assertThat(distance.interval().low()).isBetween(0.5, distance.value());
    assertThat(distance.interval().high()).isBetween(distance.value(), 2.0);
  }

  /** More rows than features and fewer: both ways of the same formula. */
  @Test
  void respond_byRowsAndByFeatures_areTheSame() {
    double[][] few = gaussians(6, 5, 0, 3);
    double[][] padded = new double[6][];
    for (int i = 0; i < few.length; i++) {
      padded[i] = java.util.Arrays.copyOf(few[i], 12); // constants carry nothing
    }
    java.util.List<Integer> training = java.util.List.of(0, 1, 2, 3, 4);
    int[] labels = {0, 1, 1, 0, 1, 0};
    double[] first = new double[6];
    double[] second = new double[6];
    HeldOutRidge.of(few, training, java.util.List.of(5)).respond(labels, first);
    HeldOutRidge.of(padded, training, java.util.List.of(5)).respond(labels, second);
    assertThat(first[5]).isNotZero().isCloseTo(second[5], within(1e-12));
  }

  @Test
  void test_farApart_isTheLargestDistance() {
    ClassifierTwoSampleTest test =
        ClassifierTwoSampleTest.test(
            gaussians(30, 3, 0, 1), gaussians(10, 3, 50, 2), 5, 99, Seed.of(1));
    assertThat(test.accuracy()).isEqualTo(1);
    assertThat(test.pValue()).isEqualTo(0.01);
    assertThat(ProxyADistance.of(test, 0.95).value()).isEqualTo(2);
    assertThat(test.right(39)).isEqualTo(1);
  }

  @Test
  void test_equalRows_findsNothing() {
    double[][] zeros = new double[5][3];
    ClassifierTwoSampleTest test =
        ClassifierTwoSampleTest.test(zeros, new double[9][3], 5, 50, Seed.of(1));
    assertThat(test.accuracy()).isEqualTo(0.5);
    assertThat(test.pValue()).isEqualTo(1);
    assertThat(ProxyADistance.of(test, 0.95).value()).isZero();
  }

  @Test
  void test_badRows_areRefused() {
    double[][] one = new double[1][3];
    double[][] two = new double[2][3];
    double[][] other = new double[2][4];
    double[][] broken = {{Double.NaN, 0, 0}, {0, 0, 0}};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierTwoSampleTest.test(one, two, 5, 10, Seed.of(1)))
        .withMessageContaining("but had 1 and 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierTwoSampleTest.test(two, other, 5, 10, Seed.of(1)))
        .withMessageContaining("of one length, but were of 3 and 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierTwoSampleTest.test(two, broken, 5, 10, Seed.of(1)))
        .withMessageContaining("finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierTwoSampleTest.test(two, two, 5, 0, Seed.of(1)))
        .withMessageContaining("permutations must be positive, but were 0");
  }
}
