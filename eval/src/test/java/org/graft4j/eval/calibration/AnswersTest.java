package org.graft4j.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final double[] SURE = {0.9, 0.1};
  private static final double[] UNSURE = {0.6, 0.4};

  private static Decision decision(double temperature) {
    return new Decision(
        temperature, Optional.of(new Abstention(0.8, 0.1, 0.95, 0.5)), Decision.PLAIN.views());
  }

  private static PredictionTable table(Decision decision) {
    PredictionTable.Builder table = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    table.add("sure and right", 0, decision.calibrated(SURE));
    table.add("sure and wrong", 1, decision.calibrated(SURE));
    table.add("unsure", 1, decision.calibrated(UNSURE));
    return table.build();
  }

  @Test
  void of_threshold_countsAnswersAndThoseThatAreWrong() {
    assertThat(Answers.of(table(decision(1)), decision(1))).isEqualTo(new Answers(2, 1, 3));
  }

  /** At temperature 5 the sure ones say 0.61, at 0.2 the unsure ones 0.88. */
  @Test
  void of_anyTemperature_asksTheNetworksOwnProbabilities() {
    for (double temperature : new double[] {0.2, 0.786, 5}) {
      Decision decision = decision(temperature);
      assertThat(Answers.of(table(decision), decision)).isEqualTo(new Answers(2, 1, 3));
    }
  }

  @Test
  void of_noAbstention_isAllSamples() {
    assertThat(Answers.of(table(Decision.PLAIN), Decision.PLAIN)).isEqualTo(new Answers(3, 2, 3));
  }

  @Test
  void errorInterval_withoutAnswers_knowsNothing() {
    Answers none = new Answers(0, 0, 3);
    assertThat(none.coverage()).isZero();
    assertThat(none.errorInterval().low()).isZero();
    assertThat(none.errorInterval().high()).isEqualTo(1);
  }

  @Test
  void answers_thatDoNotAddUp_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Answers(1, 2, 3))
        .withMessageContaining("0 <= wrong <= answered <= n");
  }
}
