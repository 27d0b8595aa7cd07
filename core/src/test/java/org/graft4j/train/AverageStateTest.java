package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The averages are those of PyTorch's and timm's averaged models, step for step. */
class AverageStateTest {

  /** Both sides compute in double precision. */
  private static final double TOLERANCE = 1e-10;

  @ParameterizedTest
  @ValueSource(strings = {"ema_torch", "swa_torch", "ema_timm_warmup"})
  void averages_overSteps_followTheReference(String name) throws IOException {
    JsonNode expected = golden(name);
    AverageState state = new AverageState(rule(name, expected));
    for (int t = 0; t < 20; t++) {
      try (INDArray weights = weights(expected, t)) {
        takeIn(state, t, weights);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(state.averages().get("w_W").getDouble(i))
            .as("average of w[%d] after step %d", i, t)
            .isCloseTo(expected.path("average_w").path(t).path(i).asDouble(), within(TOLERANCE));
      }
    }
  }

  @Test
  void warmUp_ofDecay_isTimms() throws IOException {
    JsonNode expected = golden("ema_timm_warmup").path("decay_used");
    WeightAveraging.Ema ema = new WeightAveraging.Ema(0.9, true);
    for (int t = 0; t < 20; t++) {
      assertThat(ema.decayAt(t)).isCloseTo(expected.path(t).asDouble(), within(1e-12));
    }
    assertThat(ema.decayAt(1_000_000)).isEqualTo(0.9);
  }

  /** What is stored half way goes on to the same bits. */
  @ParameterizedTest
  @ValueSource(strings = {"ema_torch", "swa_torch", "ema_timm_warmup"})
  void restore_halfWay_goesOnBitForBit(String name) throws IOException {
    JsonNode expected = golden(name);
    AverageState whole = new AverageState(rule(name, expected));
    AverageState second = new AverageState(rule(name, expected));
    for (int t = 0; t < 20; t++) {
      INDArray weights = weights(expected, t).castTo(DataType.FLOAT);
      takeIn(whole, t, weights);
      if (t == 9) {
        second.restore(copies(whole.arrays()), Map.of("w_W", weights));
      } else if (t > 9) {
        takeIn(second, t, weights);
      }
    }
    assertThat(second.averages().get("w_W")).isEqualTo(whole.averages().get("w_W"));
    assertThat(second.arrays()).isEqualTo(whole.arrays());
  }

  /** The weights train on: an average that shared their memory would follow them. */
  @Test
  void averages_leaveTheWeightsAlone_andShareNoMemory() {
    AverageState state = new AverageState(WeightAveraging.ema(0.9));
    INDArray weights = Nd4j.createFromArray(1.0, 2.0);
    state.stepDone(Map.of("w_W", weights));
    weights.muli(3);
    assertThat(state.averages().get("w_W").toDoubleVector()).containsExactly(1, 2);
    state.stepDone(Map.of("w_W", weights));
    assertThat(weights.toDoubleVector()).containsExactly(3, 6);
  }

  @Test
  void none_ofAverages_isKept() {
    AverageState state = new AverageState(WeightAveraging.none());
    INDArray weights = Nd4j.createFromArray(1.0, 2.0);
    state.stepDone(Map.of("w_W", weights));
    state.epochDone(0, 1, Map.of("w_W", weights));
    assertThat(state.averages()).isEmpty();
    assertThat(state.arrays()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 4", "0.5, 4, 2", "0.75, 4, 1", "0.99, 4, 1", "0.99, 1, 1", "0.75, 10, 2"})
  void swa_fromAShareOfTheEpochs_countsTheRest(double start, int epochs, int counted) {
    WeightAveraging.Swa swa = new WeightAveraging.Swa(start);
    int seen = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      seen += swa.counts(epoch, epochs) ? 1 : 0;
    }
    assertThat(seen).isEqualTo(counted);
  }

  @Test
  void restore_ofAnotherNetwork_isRefusedByName() {
    AverageState state = new AverageState(WeightAveraging.swa());
    INDArray weights = Nd4j.createFromArray(1.0, 2.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.restore(Map.of("updates", weights), Map.of("w_W", weights)))
        .withMessageContaining("no average of 'w_W' of shape [2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.restore(Map.of("w_W", weights), Map.of("w_W", weights)))
        .withMessageContaining("no count of the averages");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void share_outOfRange_isRefused(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightAveraging.ema(value))
        .withMessage("decay must be in [0, 1), but was " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightAveraging.Swa(value))
        .withMessage("start must be in [0, 1), but was " + value);
  }

  private static void takeIn(AverageState state, int t, INDArray weights) {
    state.stepDone(Map.of("w_W", weights));
    state.epochDone(t, 20, Map.of("w_W", weights));
  }

  private static WeightAveraging rule(String name, JsonNode expected) {
    return name.startsWith("swa")
        ? new WeightAveraging.Swa(0)
        : new WeightAveraging.Ema(expected.path("decay").asDouble(), name.contains("warmup"));
  }

  private static INDArray weights(JsonNode expected, int t) {
    double[] w = new ObjectMapper().convertValue(expected.path("model_w").path(t), double[].class);
    return Nd4j.createFromArray(w);
  }

  private static Map<String, INDArray> copies(Map<String, INDArray> arrays) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    arrays.forEach((name, values) -> copies.put(name, values.dup()));
    return copies;
  }

  private static JsonNode golden(String name) throws IOException {
    return new ObjectMapper()
        .readTree(Golden.path("optim.json").toFile())
        .path("averages")
        .path(name);
  }
}
