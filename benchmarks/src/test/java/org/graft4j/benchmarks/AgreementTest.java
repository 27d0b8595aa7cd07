package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void require_differenceWithinTolerance_passes() {
    assertThatCode(() -> Agreement.require("x", new float[] {1, 1000}, new float[] {1.5f, 1000.5f}))
        .doesNotThrowAnyException();
  }

  @Test
  void require_otherValues_isRefused() {
    assertThatThrownBy(() -> Agreement.require("x", new float[] {1, 2}, new float[] {1, 2.1f}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("x must agree");
  }

  @Test
  void require_nan_isRefused() {
    assertThatThrownBy(() -> Agreement.require("x", new float[] {1}, new float[] {Float.NaN}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void require_fewerValues_isRefused() {
    assertThatThrownBy(() -> Agreement.require("x", new float[] {1, 2}, new float[] {1}))
        .isInstanceOf(IllegalStateException.class);
  }
}
