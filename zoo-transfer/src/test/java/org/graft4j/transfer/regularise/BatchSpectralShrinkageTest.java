package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The k smallest squared singular values of a batch's features. */
class BatchSpectralShrinkageTest {
  /** A batch of labelled examples with these features. */
  private static StepBatch batch(INDArray features) {
    return TinyStage.batch(features, Nd4j.ones(DataType.DOUBLE, features.size(0), 2));
  }

  private static FeatureTerm term(int k) {
    return new BatchSpectralShrinkage(0.5, k).prepare(TinyStage.all()).terms().get(0);
  }

  private static INDArray zeros(INDArray like) {
    return Nd4j.zeros(like.dataType(), like.shape());
  }

  /** Singular values 3, 2 and 1, in rotated coordinates. */
  private static INDArray known() {
    INDArray diagonal = Nd4j.createFromArray(new double[][] {{3, 0, 0}, {0, 2, 0}, {0, 0, 1}});
    INDArray turn = Nd4j.createFromArray(new double[][] {{0.6, 0.8, 0}, {-0.8, 0.6, 0}, {0, 0, 1}});
    INDArray other =
        Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0.8, -0.6}, {0, 0.6, 0.8}});
    return turn.mmul(diagonal).mmul(other);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "3, 14", "7, 14"})
  void compute_knownSingularValues_sumsTheSmallest(int k, double expected) {
    INDArray features = known();

    double value = term(k).compute(features, batch(features), zeros(features));

    assertThat(value).isCloseTo(expected, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({"4, 6, 1", "4, 6, 2", "6, 4, 1", "6, 4, 3", "5, 5, 2", "1, 4, 1", "3, 5, 9"})
  void compute_anyShape_slopeIsThatOfTheValue(int rows, int width, int k) {
    INDArray features = TinyStage.numbers(5, rows, width);
    INDArray slope = zeros(features);
    FeatureTerm term = term(k);

    term.compute(features, batch(features), slope);

    INDArray ignored = zeros(features);
    CentralDifferences.check(
        features, slope, () -> term.compute(features, batch(features), ignored));
  }

  /** Those without a label come from another set, and are not shrunk. */
  @Test
  void compute_companionsAfterTheOwnExamples_areLeftOut() {
    INDArray own = known();
    INDArray features = Nd4j.concat(0, own, TinyStage.numbers(3, 2, 3));
    INDArray labels =
        Nd4j.concat(0, Nd4j.ones(DataType.DOUBLE, 3, 2), Nd4j.zeros(DataType.DOUBLE, 2, 2));
    INDArray slope = zeros(features);
    INDArray alone = zeros(own);
    term(1).compute(own, batch(own), alone);

    double value = term(1).compute(features, TinyStage.batch(features, labels), slope);

    assertThat(value).isCloseTo(1, within(1e-13));
    assertThat(slope).isEqualTo(Nd4j.concat(0, alone, Nd4j.zeros(DataType.DOUBLE, 2, 3)));
  }

  /** A feature that is zero in every example makes one singular value zero. */
  @Test
  void compute_moreExamplesThanFeatures_deadFeatureTakesTheSmallestPlace() {
    INDArray features = TinyStage.numbers(6, 8, 4);
    features.putColumn(2, Nd4j.zeros(DataType.DOUBLE, 8));

    assertThat(term(1).compute(features, batch(features), zeros(features))).isZero();
    assertThat(term(2).compute(features, batch(features), zeros(features))).isGreaterThan(0.01);
  }

  /** Two examples are the same: the third singular value is zero already. */
  @Test
  void compute_kUpToTheZeros_hasNeitherValueNorSlope() {
    INDArray features = TinyStage.numbers(6, 3, 5);
    features.putRow(2, features.getRow(0).dup());
    INDArray slope = zeros(features);

    assertThat(term(1).compute(features, batch(features), slope)).isCloseTo(0, within(1e-25));
    assertThat(slope.norm2Number().doubleValue()).isCloseTo(0, within(1e-12));
  }

  @Test
  void compute_zeros_isZero() {
    INDArray features = Nd4j.zeros(DataType.DOUBLE, 3, 4);
    INDArray slope = zeros(features);

    assertThat(term(2).compute(features, batch(features), slope)).isZero();
    assertThat(slope.norm2Number().doubleValue()).isZero();
  }

  /** The slope of a singular vector would divide by the difference of the two. */
  @Test
  void compute_equalSingularValues_givesAFiniteSlope() {
    INDArray features = Nd4j.eye(3).castTo(DataType.DOUBLE).mul(2);
    INDArray slope = zeros(features);

    assertThat(term(1).compute(features, batch(features), slope)).isCloseTo(4, within(1e-14));
    assertThat(slope.norm2Number().doubleValue()).isCloseTo(4, within(1e-13));
  }

  @Test
  void compute_noNumber_isNoNumber() {
    INDArray features = TinyStage.numbers(6, 3, 5).putScalar(4, Double.NaN);

    assertThat(term(1).compute(features, batch(features), zeros(features))).isNaN();
  }

  @Test
  void compute_floats_givesFloats() {
    INDArray features = known().castTo(DataType.FLOAT);
    INDArray slope = zeros(features);

    assertThat(term(1).compute(features, batch(features), slope)).isCloseTo(1, within(1e-6));
    assertThat(slope.norm2Number().doubleValue()).isCloseTo(2, within(1e-6));
  }

  /** Each step takes the smallest one down by a factor and leaves the others. */
  @Test
  void compute_steps_shrinkTheSmallestSingularValueAlone() {
    INDArray features = known();
    FeatureTerm term = term(1);
    for (int step = 0; step < 20; step++) {
      INDArray slope = zeros(features);
      term.compute(features, batch(features), slope);
      features.subi(slope.mul(0.1));
    }

    INDArray ignored = zeros(features);
    double smallest = term(1).compute(features, batch(features), ignored);
    // 1 - 2 * 0.1, twenty times, squared
    assertThat(smallest).isCloseTo(Math.pow(0.8, 40), within(1e-12));
    assertThat(term(2).compute(features, batch(features), ignored) - smallest)
        .isCloseTo(4, within(1e-12));
    assertThat(term(3).compute(features, batch(features), ignored) - smallest)
        .isCloseTo(13, within(1e-12));
  }

  @Test
  void prepare_featuresThatDoNotTrain_addsNothing() {
    assertThat(new BatchSpectralShrinkage(1, 1).prepare(TinyStage.headOnly()).terms()).isEmpty();
    assertThat(new BatchSpectralShrinkage(1, 1).prepare(TinyStage.aboveLow()).terms())
        .singleElement()
        .satisfies(term -> assertThat(term.vertex()).isEqualTo("pool"))
        .satisfies(term -> assertThat(term.weight(0.5)).isEqualTo(1));
  }

  @Test
  void new_wrongValues_areRefusedByName() {
    assertThatThrownBy(() -> new BatchSpectralShrinkage(-1, 1))
        .hasMessage("eta must be finite and not negative, but was -1.0");
    assertThatThrownBy(() -> new BatchSpectralShrinkage(1, 0))
        .hasMessage("k must be positive, but was 0");
    assertThat(new BatchSpectralShrinkage(0, 1).changesNothing()).isTrue();
  }
}
