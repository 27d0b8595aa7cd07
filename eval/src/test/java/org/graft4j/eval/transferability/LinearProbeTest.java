package org.graft4j.eval.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Held-out samples are told by what was learned from the others, and by nothing else. */
class LinearProbeTest {
  private static final Seed SEED = Seed.of(7);

  /** Classes {@code i mod classes}, each with its mean {@code distance} away along an axis. */
  private static LabelledFeatures drawn(int n, int d, int classes, double distance) {
    Random random = new Random(3);
    double[][] rows = new double[n][d];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      for (int j = 0; j < d; j++) {
        rows[i][j] = random.nextGaussian() + (j == labels[i] ? distance : 0);
      }
    }
    return LabelledFeatures.of(Nd4j.createFromArray(rows), labels, classes);
  }

  @Test
  void probe_separableClasses_isRight() {
    LinearProbe probe = LinearProbe.crossValidated(drawn(120, 10, 3, 8), 5, SEED);
    assertThat(probe.accuracy()).isEqualTo(1);
    assertThat(probe.trainingAccuracy()).isEqualTo(1);
    assertThat(probe.folds()).isEqualTo(5);
  }

  /** More features than samples: a probe that leaked, or was not regularised, would show it. */
  @Test
  void probe_noiseWiderThanTheSamples_isAtChance() {
    LinearProbe probe = LinearProbe.crossValidated(drawn(200, 400, 2, 0), 5, SEED);
    assertThat(probe.accuracy()).isBetween(0.38, 0.62);
  }

  /** The best that can be done with two unit Gaussians at a distance of 2 is 0.841. */
  @Test
  void probe_overlappingClasses_isNearTheBestPossible() {
    LinearProbe probe = LinearProbe.crossValidated(drawn(1000, 20, 2, Math.sqrt(2)), 5, SEED);
    assertThat(probe.accuracy()).isCloseTo(0.841, within(0.03));
  }

  @Test
  void probe_sameSeed_isTheSame() {
    LabelledFeatures features = drawn(90, 30, 3, 1);
    assertThat(LinearProbe.crossValidated(features, 5, SEED))
        .isEqualTo(LinearProbe.crossValidated(features, 5, SEED));
  }

  @Test
  void probe_constantFeatures_saysTheLargestClass() {
    LabelledFeatures constant =
        LabelledFeatures.of(Nd4j.ones(7, 3), new int[] {0, 0, 1, 1, 1, 1, 1}, 2);
    LinearProbe probe = LinearProbe.crossValidated(constant, 5, SEED);
    assertThat(probe.predicted()).containsOnly(1);
  }

  @Test
  void probe_twoSamplesAClass_hasTwoFolds() {
    LinearProbe probe = LinearProbe.crossValidated(drawn(6, 4, 3, 50), 5, SEED);
    assertThat(probe.folds()).isEqualTo(2);
    assertThat(probe.predicted()).hasSize(6);
  }

  @Test
  void probe_classWithOneSample_isNamed() {
    LabelledFeatures features = LabelledFeatures.of(Nd4j.ones(3, 2), new int[] {0, 0, 1}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearProbe.crossValidated(features, 5, SEED))
        .withMessageContaining("class 1 has '#2' alone");
  }
}
