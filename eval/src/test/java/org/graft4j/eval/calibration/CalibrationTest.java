package org.graft4j.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.graft4j.data.Seed;
import org.graft4j.model.Decision;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CalibrationTest {

  @TestFactory
  Stream<DynamicTest> temperature_goldenCase_equalsReference() throws IOException {
    JsonNode cases =
        new ObjectMapper()
            .readTree(Golden.path("metrics.json").toFile())
            .get("temperature_scaling");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(c -> DynamicTest.dynamicTest("T = " + c.get("temperature"), () -> check(c)));
  }

  private static void check(JsonNode c) {
    List<double[]> logits = new ArrayList<>();
    int[] labels = new int[c.get("labels").size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = c.get("labels").get(i).intValue();
      double[] row = new double[c.get("logits").get(i).size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = c.get("logits").get(i).get(j).doubleValue();
      }
      logits.add(row);
    }
    double fitted = TemperatureScaling.fit(logits, labels);
    double expected = c.get("temperature").doubleValue();
    assertThat(fitted).isCloseTo(expected, within(1e-5 * expected));
    assertThat(loss(fitted, logits, labels))
        .isCloseTo(c.get("nll_after").doubleValue(), within(1e-9));
    assertThat(loss(1, logits, labels)).isCloseTo(c.get("nll_before").doubleValue(), within(1e-9));
  }

  private static double loss(double temperature, List<double[]> logits, int[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum -= Math.log(softmax(logits.get(i), temperature)[labels[i]]);
    }
    return sum / labels.length;
  }

  /** As a model does it: the network's own probabilities, then its decision's temperature. */
  static double[] softmax(double[] logits, double temperature) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] own = Arrays.stream(logits).map(z -> Math.exp(z - largest)).toArray();
    double sum = Arrays.stream(own).sum();
    return new Decision(temperature, Optional.empty(), "plain")
        .calibrated(Arrays.stream(own).map(p -> p / sum).toArray());
  }

  /** Probabilities that a float rounded to 0 have no finite logarithm. */
  @Test
  void temperature_classRuledOut_isFitted() {
    List<double[]> logits =
        List.of(
            new double[] {0, Double.NEGATIVE_INFINITY},
            new double[] {-1, 0},
            new double[] {0, -1},
            new double[] {-2, 0});
    double fitted = TemperatureScaling.fit(logits, new int[] {0, 1, 1, 1});
    assertThat(fitted).isBetween(0.05, 20.0);
    assertThat(softmax(logits.get(0), fitted)).containsExactly(1, 0);
  }

  @Test
  void temperature_alwaysRight_staysInItsBounds() {
    List<double[]> logits = List.of(new double[] {1, 0}, new double[] {0, 1});
    assertThat(TemperatureScaling.fit(logits, new int[] {0, 1})).isEqualTo(0.05);
    assertThat(TemperatureScaling.fit(logits, new int[] {1, 0})).isEqualTo(20);
  }

  @Test
  void temperature_badInput_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fit(List.of(), new int[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TemperatureScaling.fit(List.of(new double[] {Double.NaN, 0}), new int[] {1}))
        .withMessage("logits must be finite, but one of sample 0 was NaN");
  }

  /** Right with the probability that it says: over many draws the bound must hold as promised. */
  @Test
  void abstain_wishedErrorRate_holdsOnNewSamples() {
    int broken = 0;
    int answering = 0;
    for (int run = 0; run < 200; run++) {
      var random = Seed.of(run).stream("abstain");
      double[] confidences = new double[400];
      boolean[] right = new boolean[400];
      for (int i = 0; i < 400; i++) {
        confidences[i] = 0.5 + 0.5 * random.nextDouble();
        right[i] = random.nextDouble() < confidences[i];
      }
      AbstainRule rule = AbstainRule.fit(confidences, right, 0.2, 0.9);
      // The true error rate of what is answered: the mean of 1 - p over [threshold, 1].
      double truth = (1 - Math.min(1, rule.threshold())) / 2;
      broken += rule.coverage() > 0 && truth > 0.2 ? 1 : 0;
      answering += rule.coverage() > 0 ? 1 : 0;
    }
    assertThat(answering).isGreaterThan(190);
    assertThat(broken).isLessThan(20);
  }

  @Test
  void abstain_alwaysWrong_neverAnswers() {
    AbstainRule rule =
        AbstainRule.fit(new double[] {0.9, 1, 0.8}, new boolean[] {false, false, false}, 0.1, 0.95);
    assertThat(rule.coverage()).isZero();
    assertThat(rule.threshold()).isGreaterThan(1);
  }

  /** A picture that comes alone may be said a last digit less of than in the batch of the fit. */
  @Test
  void abstain_lastDigitOfSinglePrecision_changesNoAnswer() {
    var random = Seed.of(3).stream("digits");
    double[] confidences = new double[300];
    boolean[] right = new boolean[300];
    for (int i = 0; i < 300; i++) {
      confidences[i] = (float) (0.5 + 0.5 * random.nextDouble());
      right[i] = random.nextDouble() < confidences[i];
    }
    AbstainRule rule = AbstainRule.fit(confidences, right, 0.2, 0.9);
    long answered = 0;
    for (double confidence : confidences) {
      assertThat(Math.nextDown((float) confidence) >= rule.threshold())
          .isEqualTo(confidence >= rule.threshold());
      answered += confidence >= rule.threshold() ? 1 : 0;
    }
    assertThat(answered).isBetween(30L, 299L);
    assertThat(answered / 300.0).isEqualTo(rule.coverage());
  }
}
