package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.graft4j.testing.Golden;
import org.graft4j.train.objective.Penalty;
import org.graft4j.transfer.TransferMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** L1, L2 and L2-SP: which parameters they concern, values and slopes. */
class PenaltiesTest {
  private static Penalty penalty(TransferMethod method, TinyStage stage) throws IOException {
    return method.prepare(stage).penalties().get(0);
  }

  private static Penalty penalty(TransferMethod method) throws IOException {
    return penalty(method, TinyStage.all());
  }

  static Stream<TransferMethod> methods() {
    return Stream.of(new L1(0.3), new L2(0.3), new L2StartingPoint(0.3, 0.2));
  }

  private static INDArray array(JsonNode rows) {
    double[][] values = new double[rows.size()][rows.get(0).size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = rows.path(i).path(j).asDouble();
      }
    }
    return Nd4j.createFromArray(values);
  }

  /** Both sides are exact to double precision; the file has 12 digits. */
  @Test
  void l2StartingPoint_goldenCase_givesItsValueAndSlopes() throws IOException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(Golden.path("losses.json").toFile())
            .path("cases")
            .path("l2_sp");
    JsonNode params = golden.path("params");
    JsonNode inputs = golden.path("inputs");
    TinyStage stage = TinyStage.all();
    INDArray start = stage.backbone().graph().getParam("conv2_W");
    INDArray w0 = array(inputs.path("w0"));
    INDArray w = array(inputs.path("w"));
    // Twelve numbers of the layer are the golden ones, the others stay where they started.
    INDArray moved = start.dup('c');
    for (int i = 0; i < 12; i++) {
      start.putScalar(i, w0.getDouble(i));
      moved.putScalar(i, w.getDouble(i));
    }
    INDArray fresh = array(inputs.path("w_new"));
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, start.shape());
    INDArray freshSlope = fresh.ulike().assign(0);
    Penalty penalty =
        penalty(
            new L2StartingPoint(params.path("alpha").asDouble(), params.path("beta").asDouble()),
            stage);

    double value =
        penalty.addTo("conv2_W", moved, slope) + penalty.addTo("head_W", fresh, freshSlope);

    assertThat(value).isCloseTo(golden.path("value").asDouble(), within(1e-9));
    INDArray expected = array(golden.path("grad").path("w"));
    for (int i = 0; i < 12; i++) {
      assertThat(slope.getDouble(i)).isCloseTo(expected.getDouble(i), within(1e-9));
    }
    assertThat(slope.sumNumber().doubleValue())
        .as("the numbers that did not move")
        .isCloseTo(expected.sumNumber().doubleValue(), within(1e-9));
    assertThat(freshSlope.equalsWithEps(array(golden.path("grad").path("w_new")), 1e-9)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void addTo_weights_slopeIsThatOfTheValue(TransferMethod method) throws IOException {
    Penalty penalty = penalty(method);
    for (String parameter : new String[] {"conv1_W", "head_W"}) {
      INDArray values = TinyStage.numbers(1, 4, 3, 3, 3);
      INDArray slope = Nd4j.zeros(DataType.DOUBLE, values.shape());
      INDArray ignored = slope.dup();

      penalty.addTo(parameter, values, slope);

      CentralDifferences.check(values, slope, () -> penalty.addTo(parameter, values, ignored));
    }
  }

  /** The loss's own slope must not be lost. */
  @ParameterizedTest
  @MethodSource("methods")
  void addTo_slopeOfTheLoss_isAddedTo(TransferMethod method) throws IOException {
    INDArray values = TinyStage.numbers(2, 5, 2);
    INDArray alone = Nd4j.zeros(DataType.DOUBLE, 5, 2);
    INDArray onTop = Nd4j.ones(DataType.DOUBLE, 5, 2);
    Penalty penalty = penalty(method);

    penalty.addTo("head_W", values, alone);
    penalty.addTo("head_W", values, onTop);

    assertThat(onTop.equalsWithEps(alone.add(1), 1e-15)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void addTo_biasNormOrStatistic_isLeftAlone(TransferMethod method) throws IOException {
    Penalty penalty = penalty(method);
    for (String key : new String[] {"b", "gamma", "beta", "mean", "var", "log10stdev"}) {
      INDArray slope = Nd4j.zeros(DataType.DOUBLE, 1, 4);

      double value = penalty.addTo("layer1_0.bn1_" + key, TinyStage.numbers(3, 1, 4), slope);

      assertThat(value).as(key).isZero();
      assertThat(slope.norm1Number().doubleValue()).as(key).isZero();
    }
  }

  /** timm's classifiers are called head, as ours is: its pretrained values are not ours. */
  @Test
  void l2StartingPoint_sourceHeadOfTheNewHeadsName_isNoStart() throws IOException {
    TinyStage stage = TinyStage.withHeadNamed("head");
    INDArray values = TinyStage.numbers(4, 4, 2);

    double value =
        penalty(new L2StartingPoint(5, 2), stage)
            .addTo("head_W", values, Nd4j.zeros(DataType.DOUBLE, 4, 2));

    double length = values.norm2Number().doubleValue();
    assertThat(value).isCloseTo(length * length, within(1e-12));
  }

  @Test
  void l2StartingPoint_atTheStart_isZeroWithoutSlope() throws IOException {
    TinyStage stage = TinyStage.all();
    INDArray values = stage.backbone().graph().getParam("conv1_W");
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, values.shape());

    assertThat(penalty(new L2StartingPoint(1e6, 0), stage).addTo("conv1_W", values, slope))
        .isZero();
    assertThat(slope.norm1Number().doubleValue()).isZero();
  }

  @Test
  void changesNothing_onlyAtZero() {
    assertThat(new L1(0).changesNothing()).isTrue();
    assertThat(new L2(0).changesNothing()).isTrue();
    assertThat(new L2StartingPoint(0, 0).changesNothing()).isTrue();
    assertThat(new L1(1e-9).changesNothing()).isFalse();
    assertThat(new L2(1e-9).changesNothing()).isFalse();
    assertThat(new L2StartingPoint(0, 1e-9).changesNothing()).isFalse();
    assertThat(new L2StartingPoint(1e-9, 0).changesNothing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void new_wrongFactor_isRefusedByName(double factor) {
    assertThatThrownBy(() -> new L1(factor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lambda must be finite and not negative, but was " + factor);
    assertThatThrownBy(() -> new L2(factor)).hasMessageStartingWith("lambda must");
    assertThatThrownBy(() -> new L2StartingPoint(factor, 0)).hasMessageStartingWith("alpha must");
    assertThatThrownBy(() -> new L2StartingPoint(0, factor)).hasMessageStartingWith("beta must");
  }
}
