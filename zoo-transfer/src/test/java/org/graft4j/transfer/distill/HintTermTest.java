package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.graft4j.data.Seed;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The hint is FitNets', with slopes by the student and by the projection. */
class HintTermTest {
  private static final FeatureHint HINT = new FeatureHint("own", "taught", 1);

  private static HintTerm term(TeacherRows teacher, MapShape student) {
    return new HintTerm("hint", HINT, teacher, student, DataType.DOUBLE, Seed.of(4));
  }

  @Test
  void hint_ofGoldenMaps_isPyTorchs() {
    JsonNode golden = Lesson.golden("feature_hint_mse");
    double[] teacher = Lesson.flat(golden.at("/inputs/teacher"));
    INDArray maps = Lesson.numbers(Lesson.flat(golden.at("/inputs/student")), 2, 3, 2, 2);
    // The teacher's rows are floats in a run; the golden file has six digits, so that doubles
    // differ
    // by less than the tolerance below.
    HintTerm term = term(Lesson.teacher(Lesson.floats(teacher), 5, 2, 2), new MapShape(3, 2, 2));
    RowMajor.into(Lesson.flat(golden.at("/inputs/regressor")), term.parameters().get("projection"));
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, maps.shape());

    double value = term.compute(maps, Lesson.batch(maps, Lesson.ids(2)), slope);

    // Floats of the teacher: 6e-8 of a number below 1.
    assertThat(value).isCloseTo(golden.path("value").asDouble(), within(3e-8));
    assertThat(RowMajor.of(slope))
        .containsExactly(Lesson.flat(golden.at("/grad/student")), within(3e-9));
    assertThat(RowMajor.of(term.slopes().get("projection")))
        .containsExactly(Lesson.flat(golden.at("/grad/regressor")), within(1e-8));
  }

  /** Equal sizes, a larger student, a larger teacher, sizes that do not divide, and rows. */
  @ParameterizedTest
  @CsvSource({"2, 2, 2, 2", "4, 6, 2, 3", "2, 2, 5, 4", "5, 3, 3, 4", "1, 1, 1, 1"})
  void slopes_ofMapsOfTwoSizes_areThoseOfCentralDifferences(
      int height, int width, int taughtHeight, int taughtWidth) {
    TeacherRows teacher =
        Lesson.teacher(
            Lesson.floats(Lesson.random(3 * 4 * taughtHeight * taughtWidth, 1)),
            4,
            taughtHeight,
            taughtWidth);
    HintTerm term = term(teacher, new MapShape(2, height, width));
    INDArray maps = Lesson.numbers(Lesson.random(3 * 2 * height * width, 2), 3, 2, height, width);
    StepBatch batch = Lesson.batch(maps, List.of("2", "0", "1"));

    Lesson.assertSlope(term, maps, batch);
    Lesson.assertOwnSlope(term, "projection", maps, batch);
  }

  @Test
  void slopes_ofVectors_areThoseOfCentralDifferences() {
    HintTerm term =
        term(Lesson.teacher(Lesson.floats(Lesson.random(6, 1)), 2), new MapShape(5, 1, 1));
    INDArray rows = Lesson.numbers(Lesson.random(15, 2), 3, 5);
    StepBatch batch = Lesson.batch(rows, Lesson.ids(3));

    Lesson.assertSlope(term, rows, batch);
    Lesson.assertOwnSlope(term, "projection", rows, batch);
  }

  /** Pictures that another method puts behind the stage's own have no teacher. */
  @Test
  void hint_ofBatchWithPicturesTheTeacherNeverSaw_countsTheOthers() {
    TeacherRows teacher = Lesson.teacher(Lesson.floats(Lesson.random(4, 1)), 2);
    HintTerm term = term(teacher, new MapShape(2, 1, 1));
    double[] values = Lesson.random(6, 2);
    INDArray both = Lesson.numbers(values, 3, 2);
    INDArray own = Lesson.numbers(Arrays.copyOf(values, 4), 2, 2);
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, 3, 2);

    double value = term.compute(both, Lesson.batch(both, List.of("0", "1", "other")), slope);

    assertThat(value)
        .isEqualTo(
            term.compute(
                own, Lesson.batch(own, List.of("0", "1")), Nd4j.zeros(DataType.DOUBLE, 2, 2)));
    assertThat(slope.getRow(2).norm2Number().doubleValue()).isZero();
    assertThat(slope.getRow(1).norm2Number().doubleValue()).isPositive();
  }

  @Test
  void hint_ofBatchWithoutIds_isRefused() {
    HintTerm term = term(Lesson.teacher(new float[] {1, 2}, 2), new MapShape(2, 1, 1));
    INDArray rows = Lesson.numbers(new double[] {1, 2}, 1, 2);

    assertThatThrownBy(() -> term.compute(rows, Lesson.batch(rows, List.of()), rows.dup()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batches must have the ids");
  }

  @Test
  void projection_ofOneSeed_isTheSame() {
    TeacherRows teacher = Lesson.teacher(new float[] {1, 2}, 2);
    MapShape shape = new MapShape(3, 1, 1);

    assertThat(term(teacher, shape).parameters()).isEqualTo(term(teacher, shape).parameters());
  }
}
