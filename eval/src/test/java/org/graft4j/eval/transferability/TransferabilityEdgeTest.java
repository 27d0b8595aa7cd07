package org.graft4j.eval.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the scores do where there is little or nothing to go by. */
class TransferabilityEdgeTest {
  private static final int[] LABELS = {0, 0, 1, 1};

  private static LabelledFeatures features(double[][] rows, int... labels) {
    return LabelledFeatures.of(Nd4j.createFromArray(rows), labels, 2);
  }

  @Test
  void features_notFinite_nameTheSample() {
    INDArray rows = Nd4j.createFromArray(new double[][] {{1, 2}, {3, Double.NaN}});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LabelledFeatures.of(rows, new int[] {0, 1}, 2, List.of("a.jpg", "rose/b.jpg")))
        .withMessage("features of 'rose/b.jpg' must be finite, but held NaN");
  }

  @Test
  void features_oneClass_areRefused() {
    INDArray rows = Nd4j.ones(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledFeatures.of(rows, new int[] {0, 0}, 1))
        .withMessage("classes must be two at least, but were 1");
  }

  @Test
  void features_classWithoutSample_isNamed() {
    INDArray rows = Nd4j.ones(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledFeatures.of(rows, new int[] {0, 2}, 3))
        .withMessageContaining("class 1 of 3 has none");
  }

  @Test
  void features_otherNumberOfLabels_areRefused() {
    INDArray rows = Nd4j.ones(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledFeatures.of(rows, new int[] {0, 1, 1}, 2))
        .withMessageContaining("[2, 3], 3 and 3");
  }

  /** Constant features still have a mean, which LogME uses as a bias. */
  @Test
  void scores_zeroVariance_areDefined() {
    LabelledFeatures constant = features(new double[][] {{5, 5}, {5, 5}, {5, 5}, {5, 5}}, LABELS);
    assertThat(HScore.of(constant)).isEqualTo(new HScore(0, 0, 0));
    assertThat(LogMe.of(constant).value()).isFinite();
  }

  /** Noise of the target's own variance is all that is left. */
  @Test
  void logMe_featuresOfZeros_isThatOfNoise() {
    LogMe score = LogMe.of(features(new double[4][3], LABELS));
    assertThat(score.value()).isCloseTo(-(Math.log(2 * Math.PI * 0.5) + 1) / 2, within(1e-12));
    assertThat(score.columns()).allMatch(column -> Double.isInfinite(column.alpha()));
  }

  @Test
  void hScore_oneSampleEachClass_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HScore.of(features(new double[][] {{1, 2}, {3, 4}}, 0, 1)))
        .withMessageContaining("a class must have two samples at least");
  }

  /** As wide as there are samples: whatever the labels, the class means are within reach. */
  @Test
  void hScore_moreFeaturesThanSamples_isAtItsEnd() {
    Random random = new Random(1);
    double[][] rows = new double[6][20];
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextGaussian();
      }
    }
    assertThat(HScore.of(features(rows, 0, 1, 0, 1, 0, 1)).value()).isCloseTo(1, within(1e-9));
  }

  /** Same numbers in float: the features of a network. */
  @Test
  void scores_ofFloats_equalThoseOfDoubles() {
    double[][] rows = {{1, 0.5}, {0.25, 2}, {3, 1}, {0.5, 0.5}};
    INDArray floats =
        Nd4j.createFromArray(new float[][] {{1, 0.5f}, {0.25f, 2}, {3, 1}, {0.5f, 0.5f}});
    assertThat(LogMe.of(LabelledFeatures.of(floats, LABELS, 2)))
        .isEqualTo(LogMe.of(features(rows, LABELS)));
  }

  @Test
  void sourceHead_classNeverProbable_countsForNothing() {
    double[][] theta = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}};
    SourceHeadScores scores = SourceHeadScores.of(theta, LABELS);
    assertThat(scores.leep()).isZero();
    assertThat(scores.nce()).isZero();
  }

  @Test
  void sourceHead_noProbabilities_namesTheSample() {
    double[][] logits = {{0.5, 0.5}, {2, 3}};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceHeadScores.of(logits, new int[] {0, 1}))
        .withMessageContaining("sample #1")
        .withMessageContaining("add up to 5.0");
  }

  @Test
  void logMe_targetOfZeros_isRefused() {
    INDArray rows = Nd4j.ones(3, 2);
    INDArray targets = Nd4j.zeros(3, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.ofTargets(rows, targets))
        .withMessageContaining("column 0");
  }
}
