package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class RngStateTest {

  @Test
  void keeping_actionReseedsAndDraws_nextDrawIsAsWithoutIt() {
    RngState before = RngState.capture();
    float expected = Nd4j.rand(1, 3).getFloat(2);
    before.restore();

    int result =
        RngState.keeping(
            () -> {
              Nd4j.getRandom().setSeed(77);
              return Nd4j.rand(1, 5).columns();
            });

    assertThat(result).isEqualTo(5);
    assertThat(Nd4j.rand(1, 3).getFloat(2)).isEqualTo(expected);
  }

  @Test
  void keeping_actionThrows_stateIsRestored() {
    RngState before = RngState.capture();

    assertThatThrownBy(
            () ->
                RngState.keeping(
                    (Runnable)
                        () -> {
                          Nd4j.rand(2, 2);
                          throw new IllegalStateException("on purpose");
                        }))
        .hasMessage("on purpose");

    assertThat(RngState.capture()).isEqualTo(before);
  }
}
