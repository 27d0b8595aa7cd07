package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft4j.transfer.internal.RowMajor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The term is that of squares over the channels, by its norm. */
class AttentionTermTest {

  private static AttentionTerm term(TeacherRows teacher, MapShape student) {
    return new AttentionTerm(
        "attention", "own", 1, teacher, student, MapShape.of(teacher.shape(), "taught"));
  }

  @Test
  void attention_ofGoldenMaps_isThatOfTheReference() {
    JsonNode golden = Lesson.golden("attention_transfer");
    float[] teacher = Lesson.floats(Lesson.flat(golden.at("/inputs/teacher")));
    INDArray maps = Lesson.numbers(Lesson.flat(golden.at("/inputs/student")), 2, 3, 2, 2);
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, maps.shape());

    double value =
        term(Lesson.teacher(teacher, 5, 2, 2), new MapShape(3, 2, 2))
            .compute(maps, Lesson.batch(maps, Lesson.ids(2)), slope);

    // Floats of the teacher: 6e-8 of a number below 1.
    assertThat(value).isCloseTo(golden.path("value").asDouble(), within(1e-8));
    assertThat(RowMajor.of(slope))
        .containsExactly(Lesson.flat(golden.at("/grad/student")), within(3e-8));
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 2, 3", "4, 4, 2, 2", "2, 2, 5, 4", "5, 3, 3, 4"})
  void slope_ofMapsOfTwoSizes_isThatOfCentralDifferences(
      int height, int width, int taughtHeight, int taughtWidth) {
    TeacherRows teacher =
        Lesson.teacher(
            Lesson.floats(Lesson.random(3 * 4 * taughtHeight * taughtWidth, 1)),
            4,
            taughtHeight,
            taughtWidth);
    INDArray maps = Lesson.numbers(Lesson.random(3 * 2 * height * width, 2), 3, 2, height, width);

    Lesson.assertSlope(
        term(teacher, new MapShape(2, height, width)), maps, Lesson.batch(maps, Lesson.ids(3)));
  }

  /** Twice as bright everywhere is the same attention. */
  @Test
  void attention_ofScaledMaps_isNothing() {
    double[] values = Lesson.random(24, 1);
    INDArray maps = Lesson.numbers(values, 2, 3, 2, 2).mul(2);

    double value =
        term(Lesson.teacher(Lesson.floats(values), 3, 2, 2), new MapShape(3, 2, 2))
            .compute(
                maps, Lesson.batch(maps, Lesson.ids(2)), Nd4j.zeros(DataType.DOUBLE, maps.shape()));

    assertThat(value).isCloseTo(0, within(1e-12));
  }

  @Test
  void attention_ofMapOfZeros_isFiniteWithoutASlope() {
    INDArray maps = Nd4j.zeros(DataType.DOUBLE, 1, 2, 2, 2);
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, maps.shape());

    double value =
        term(Lesson.teacher(Lesson.floats(Lesson.random(8, 1)), 2, 2, 2), new MapShape(2, 2, 2))
            .compute(maps, Lesson.batch(maps, Lesson.ids(1)), slope);

    // The other map is of length 1, over four places.
    assertThat(value).isCloseTo(0.25, within(1e-7));
    assertThat(slope.norm2Number().doubleValue()).isZero();
  }
}
