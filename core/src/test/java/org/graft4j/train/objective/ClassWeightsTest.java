package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

  /** scikit-learn 1.9.1: compute_class_weight("balanced") of 6, 3 and 1 examples. */
  @Test
  void balanced_ofCounts_isScikitLearns() {
    assertThat(ClassWeights.balanced(6, 3, 1))
        .containsExactly(0.5555555555555556, 1.1111111111111112, 3.3333333333333335);
  }

  /** By hand: 1.9 and 1 are the effective numbers of 2 and 1 examples at 0.9. */
  @Test
  void effectiveNumber_ofCounts_isThePapersFormula() {
    List<Double> weights = ClassWeights.effectiveNumber(0.9, 2, 1);

    assertThat(weights.get(0)).isCloseTo(2 * (1 / 1.9) / (1 / 1.9 + 1), within(1e-12));
    assertThat(weights.get(1)).isCloseTo(2 / (1 / 1.9 + 1), within(1e-12));
  }

  @Test
  void effectiveNumber_atTheEnds_isOneOrTheInverseCount() {
    assertThat(ClassWeights.effectiveNumber(0, 6, 3, 1)).containsExactly(1.0, 1.0, 1.0);
    List<Double> inverse = ClassWeights.effectiveNumber(1 - 1e-12, 4, 1);
    assertThat(inverse.get(1) / inverse.get(0)).isCloseTo(4, within(1e-6));
  }

  @Test
  void classWithoutExamples_isRefused() {
    assertThatThrownBy(() -> ClassWeights.balanced(3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts must be positive, one for each class, but were [3, 0]");
    assertThatThrownBy(() -> ClassWeights.effectiveNumber(1, 3, 1))
        .hasMessage("beta must be in [0, 1), but was 1.0");
  }
}
