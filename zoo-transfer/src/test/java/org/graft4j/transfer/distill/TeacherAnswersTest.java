package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The teacher's probabilities become those at T, by class, and nothing else. */
class TeacherAnswersTest {
  private static final float[] GIVEN = {0.7f, 0.2f, 0.1f, 0.05f, 0.05f, 0.9f};

  private static TeacherAnswers answers(float[] given, double temperature, int... places) {
    return new TeacherAnswers(Lesson.teacher(given, places.length), places, temperature);
  }

  @Test
  void columns_atTemperatureOne_areTheProbabilitiesInTheStudentsOrder() {
    assertThat(answers(GIVEN, 1, 2, 0, 1).columns(List.of("1", "0"), 0))
        .containsExactly(new float[] {0.9f, 0.05f, 0.05f, 0.1f, 0.7f, 0.2f}, within(1e-7f));
  }

  /** At 2 they go by their roots. */
  @Test
  void columns_atTemperatureTwo_areAsTheRoots() {
    float[] columns = answers(GIVEN, 2, 0, 1, 2).columns(List.of("0"), 0);

    assertThat(columns[0] / columns[1]).isCloseTo((float) Math.sqrt(3.5), within(1e-6f));
    assertThat(columns[1] / columns[2]).isCloseTo((float) Math.sqrt(2), within(1e-6f));
    assertThat(columns[0] + columns[1] + columns[2]).isCloseTo(1, within(1e-6f));
  }

  /** A one-hot answer of float32 stays one-hot at 1, and is finite at any temperature. */
  @Test
  void columns_ofProbabilityZero_countAsTheSmallestNormalFloat() {
    float[] sure = {0, 1, 0};

    assertThat(answers(sure, 1, 0, 1, 2).columns(List.of("0"), 0))
        .containsExactly(0x1p-126f, 1, 0x1p-126f);
    assertThat(answers(sure, 126, 0, 1, 2).columns(List.of("0"), 0))
        .containsExactly(new float[] {0.25f, 0.5f, 0.25f}, within(1e-6f));
  }

  @Test
  void columns_ofPictureThatTheTeacherWasNotShown_areZeros() {
    assertThat(answers(GIVEN, 1, 0, 1, 2).columns(List.of("other", "0"), 0))
        .containsExactly(new float[] {0, 0, 0, 0.7f, 0.2f, 0.1f}, within(1e-7f));
  }

  @Test
  void columns_ofAnswersThatAreNoProbabilities_areRefusedByName() {
    assertThatThrownBy(() -> answers(new float[] {3, -1, -1}, 1, 0, 1, 2).columns(List.of("0"), 0))
        .hasMessage(
            "the teacher must give probabilities, but for '0' they include a negative number: its"
                + " output must be a softmax over the classes");
    assertThatThrownBy(() -> answers(new float[] {1, 1, 0}, 1, 0, 1, 2).columns(List.of("0"), 0))
        .hasMessageContaining("for '0' they add up to 2.0");
    assertThatThrownBy(
            () -> answers(new float[] {Float.NaN, 1, 0}, 1, 0, 1, 2).columns(List.of("0"), 0))
        .hasMessageContaining("for '0' they add up to NaN");
  }
}
