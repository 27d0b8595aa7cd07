package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Distances and angles between the pictures of a batch. */
class RelationTermTest {

  static Stream<RelationTerm.Relation> relations() {
    return Stream.of(new Distances(), new Angles());
  }

  private static double value(
      RelationTerm.Relation relation, double[] own, double[] wanted, int n) {
    return relation.compute(own, wanted, n, new double[own.length]);
  }

  @ParameterizedTest
  @MethodSource("relations")
  void slope_ofPointsInTwoSpaces_isThatOfCentralDifferences(RelationTerm.Relation relation) {
    TeacherRows teacher = Lesson.teacher(Lesson.floats(Lesson.random(6 * 5, 1)), 5);
    INDArray points = Lesson.numbers(Lesson.random(6 * 3, 2), 6, 3);

    Lesson.assertSlope(
        new RelationTerm("relation", "own", 1, teacher, relation),
        points,
        Lesson.batch(points, Lesson.ids(6)));
  }

  /** Beyond the bend of Huber's loss: one point far from the others. */
  @Test
  void slope_ofFarPoint_isThatOfCentralDifferences() {
    double[] far = Lesson.random(6 * 5, 1);
    for (int i = 0; i < 5; i++) {
      far[i] += 1000;
    }
    INDArray points = Lesson.numbers(Lesson.random(6 * 3, 2), 6, 3);

    Lesson.assertSlope(
        new RelationTerm("r", "own", 1, Lesson.teacher(Lesson.floats(far), 5), new Distances()),
        points,
        Lesson.batch(points, Lesson.ids(6)));
  }

  /** Only relations count: turned, moved and enlarged, the picture of the points is the same. */
  @ParameterizedTest
  @MethodSource("relations")
  void relation_ofPointsTurnedMovedAndEnlarged_isNothing(RelationTerm.Relation relation) {
    double[] points = Lesson.random(2 * 7, 3);
    double[] turned = new double[points.length];
    for (int i = 0; i < points.length; i += 2) {
      turned[i] = 5 - 3 * points[i + 1];
      turned[i + 1] = 2 + 3 * points[i];
    }

    assertThat(value(relation, turned, points, 7)).isCloseTo(0, within(1e-15));
  }

  /** Sides 3, 4 and 5 have the mean 4, those of 1, 1 and 0 two thirds. */
  @Test
  void distances_ofRightTriangle_areThoseWorkedOutByHand() {
    double[] triangle = {0, 0, 3, 0, 0, 4};
    double[] other = {0, 1, 1};
    double expected = (Math.pow(0.75 - 1.5, 2) / 2 + Math.pow(1 - 1.5, 2) / 2 + (1.25 - 0.5)) / 3;

    assertThat(value(new Distances(), triangle, other, 3)).isCloseTo(expected, within(1e-15));
  }

  /** Cosines 0, 0.6 and 0.8 against 1, -1 and 1 of three points on a line. */
  @Test
  void angles_ofRightTriangle_areThoseWorkedOutByHand() {
    double[] triangle = {0, 0, 3, 0, 0, 4};
    double[] line = {0, 1, 2};
    double expected = (0.5 + (1.6 - 0.5) + 0.2 * 0.2 / 2) / 3;

    assertThat(value(new Angles(), triangle, line, 3)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @MethodSource("relations")
  void relation_ofPointsAtOnePlace_isFiniteWithoutASlope(RelationTerm.Relation relation) {
    double[] same = {1, 2, 1, 2, 1, 2};
    double[] slope = new double[6];

    assertThat(relation.compute(same, Lesson.random(6, 1), 3, slope)).isFinite();
    assertThat(slope).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("relations")
  void relation_ofOnePoint_isNothing(RelationTerm.Relation relation) {
    assertThat(value(relation, new double[] {1, 2}, new double[] {3}, 1)).isZero();
  }
}
