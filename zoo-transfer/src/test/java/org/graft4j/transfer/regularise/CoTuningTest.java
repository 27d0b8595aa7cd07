package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.SourceClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The source head as a second task. */
class CoTuningTest {
  /** What the source head says of two pictures of class a and one of class b. */
  private static final List<float[]> ROWS =
      List.of(
          new float[] {0.8f, 0.2f, 0},
          new float[] {0.4f, 0.4f, 0.2f},
          new float[] {0, 0.25f, 0.75f});

  private final TinyStage stage = TinyStage.all().withRows(ROWS);

  private CoTuningTerm term(CoTuning method) throws IOException {
    return (CoTuningTerm) method.prepare(stage).terms().get(0);
  }

  private static StepBatch labels(double[]... rows) {
    INDArray labels = Nd4j.createFromArray(rows);
    return TinyStage.batch(Nd4j.zeros(DataType.DOUBLE, rows.length, 3, 6, 6), labels);
  }

  private static INDArray zeros(INDArray like) {
    return Nd4j.zeros(like.dataType(), like.shape());
  }

  /** With zero weights and a bias of 0 each source class has a third. */
  @Test
  void compute_evenHead_isTheLogarithmOfTheClasses() throws IOException {
    try (CoTuningTerm term = term(new CoTuning(2.3))) {
      term.parameters().get("W").assign(0);
      term.parameters().get("b").assign(0);
      INDArray features = TinyStage.numbers(1, 2, 4);

      double value =
          term.compute(features, labels(new double[] {1, 0}, new double[] {0, 1}), zeros(features));

      assertThat(value).isCloseTo(Math.log(3), within(1e-14));
      // The bias's slope is p - q, the mean of (0.6, 0.3, 0.1) and (0, 0.25, 0.75) for q.
      INDArray slope = term.slopes().get("b");
      assertThat(slope.getDouble(0)).isCloseTo(1 / 3.0 - 0.3, within(1e-7));
      assertThat(slope.getDouble(1)).isCloseTo(1 / 3.0 - 0.275, within(1e-7));
      assertThat(slope.getDouble(2)).isCloseTo(1 / 3.0 - 0.425, within(1e-7));
      assertThat(term.weight(0.9)).isEqualTo(2.3);
    }
  }

  /** A temperature of 1/2 squares the probabilities: 0.64 : 0.04 and 0.16 : 0.16 : 0.04. */
  @Test
  void relation_temperature_sharpens() throws IOException {
    SourceClassifier head = SourceClassifier.of(stage.backbone());

    double[] wanted =
        ClassRelation.learned(stage, head, 0.5).of(new double[] {1, 0, 0.5, 0.5}, 2, 2);

    double first = (0.64 / 0.68 + 0.16 / 0.36) / 2;
    assertThat(wanted[0]).isCloseTo(first, within(1e-6));
    assertThat(wanted[3]).as("half a label").isCloseTo(first / 2, within(1e-6));
    assertThat(wanted[0] + wanted[1] + wanted[2]).isCloseTo(1, within(1e-12));
    assertThat(wanted[5]).isCloseTo((0.04 / 0.36 / 2 + 0.9) / 2, within(1e-6));
  }

  @Test
  void compute_anyFeatures_slopesAreThoseOfTheValue() throws IOException {
    StepBatch batch =
        labels(
            new double[] {1, 0}, new double[] {0.3, 0.7}, new double[] {0, 0}, new double[] {0, 1});
    try (CoTuningTerm term = term(new CoTuning(1))) {
      INDArray features = TinyStage.numbers(2, 4, 4);
      INDArray slope = zeros(features);
      term.compute(features, batch, slope);
      INDArray ofWeights = term.slopes().get("W").dup();
      INDArray ofBias = term.slopes().get("b").dup();

      INDArray ignored = zeros(features);
      CentralDifferences.check(features, slope, () -> term.compute(features, batch, ignored));
      CentralDifferences.check(
          term.parameters().get("W"), ofWeights, () -> term.compute(features, batch, ignored));
      CentralDifferences.check(
          term.parameters().get("b"), ofBias, () -> term.compute(features, batch, ignored));
    }
  }

  /** Companions of another method have no label; wider rows have columns that are no labels. */
  @Test
  void compute_examplesWithoutLabelAndMoreColumns_changeNothing() throws IOException {
    try (CoTuningTerm term = term(new CoTuning(1))) {
      INDArray both = TinyStage.numbers(3, 2, 4);
      INDArray first = both.getRow(0, true).dup();
      INDArray slope = zeros(both);

      double value =
          term.compute(both, labels(new double[] {0, 1, 9}, new double[] {0, 0, 9}), slope);
      double alone = term.compute(first, labels(new double[] {0, 1}), zeros(first));

      assertThat(value).isEqualTo(alone);
      assertThat(slope.getRow(1).norm1Number().doubleValue()).isZero();
    }
  }

  @Test
  void compute_noLabelAtAll_isZero() throws IOException {
    try (CoTuningTerm term = term(new CoTuning(1))) {
      INDArray features = TinyStage.numbers(3, 1, 4);
      INDArray slope = zeros(features);

      assertThat(term.compute(features, labels(new double[] {0, 0}), slope)).isZero();
      assertThat(slope.norm1Number().doubleValue()).isZero();
    }
  }

  @Test
  void compute_extremeLogits_doesNotOverflow() throws IOException {
    try (CoTuningTerm term = term(new CoTuning(1))) {
      INDArray features = TinyStage.numbers(3, 1, 4).mul(1e6);
      INDArray slope = zeros(features);

      assertThat(term.compute(features, labels(new double[] {1, 0}), slope)).isFinite();
      assertThat(slope.norm1Number().doubleValue()).isFinite();
    }
  }

  /** The pretrained head belongs to the backbone. */
  @Test
  void parameters_areACopyOfTheSourceHead() throws IOException {
    INDArray source = stage.backbone().graph().getParam("fc_W");
    INDArray before = source.dup();
    try (CoTuningTerm term = term(new CoTuning(1))) {
      assertThat(term.parameters().keySet()).containsExactlyInAnyOrder("W", "b");
      assertThat(term.parameters().get("W")).isEqualTo(source);
      term.parameters().get("W").addi(1);
      assertThat(source).isEqualTo(before);
    }
  }

  /** Features that follow the slope are told apart by the source head as their class means. */
  @Test
  void compute_steps_leadTheSourceHeadToTheRelation() throws IOException {
    StepBatch batch = labels(new double[] {1, 0}, new double[] {0, 1});
    SourceClassifier head = SourceClassifier.of(stage.backbone());
    try (CoTuningTerm term = term(new CoTuning(1))) {
      INDArray features = TinyStage.numbers(4, 2, 4);
      for (int step = 0; step < 2000; step++) {
        INDArray slope = zeros(features);
        term.compute(features, batch, slope);
        features.subi(slope.mul(2));
      }
      INDArray logits = features.mmul(head.weights()).addiRowVector(head.bias().orElseThrow());
      double ratio = Math.exp(logits.getDouble(0, 0) - logits.getDouble(0, 1));
      assertThat(ratio).as("0.6 : 0.3").isCloseTo(2, within(1e-3));
    }
  }

  @Test
  void prepare_featuresThatDoNotTrain_addsNothing() throws IOException {
    assertThat(new CoTuning(1).prepare(TinyStage.headOnly().withRows(ROWS)).terms()).isEmpty();
  }

  @Test
  void prepare_backboneWithoutHead_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> new CoTuning(1).prepare(TinyStage.withoutHead()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a backbone's source head must be one dense layer with softmax on the"
                + " features 'pool', but its outputs are [pool]: take weights with their head");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_wrongTemperature_isRefused(double temperature) {
    assertThatThrownBy(() -> new CoTuning(1, temperature))
        .hasMessage("temperature must be positive, but was " + temperature);
  }
}
