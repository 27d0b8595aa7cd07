package org.graft4j.eval.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Our scores are those of the papers' formulas in double precision. */
class GoldenTransferabilityTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 12 digits are stored. */
  private static final Offset<Double> TOLERANCE = within(1e-8);

  private static final Offset<Double> LOGME_TOLERANCE = within(1e-6);

  /** The reference's fixed point creeps towards the limit. */
  private static final Offset<Double> LIMIT_TOLERANCE = within(1e-4);

  /** Beyond it a precision stands for an exact fit, and rounding decides its digits. */
  private static final double COMPARABLE = 1e6;

  @TestFactory
  Stream<DynamicTest> classification_everyGoldenCase_equalsReference() throws IOException {
    return golden().get("classification").properties().stream()
        .map(set -> DynamicTest.dynamicTest(set.getKey(), () -> check(set.getValue())));
  }

  private static void check(JsonNode set) {
    int[] labels = JSON.convertValue(set.get("labels"), int[].class);
    try (INDArray rows = matrix(set.get("features"))) {
      LabelledFeatures features =
          LabelledFeatures.of(rows, labels, set.get("num_classes").intValue());

      check(LogMe.of(features), set.get("logme"));
      HScore score = HScore.of(features);
      assertThat(score.value()).isCloseTo(set.get("h_score").doubleValue(), TOLERANCE);
      assertThat(score.regularised())
          .isCloseTo(set.get("h_score_regularised").doubleValue(), TOLERANCE);
      assertThat(score.shrinkage())
          .isCloseTo(set.get("ledoit_wolf_shrinkage").doubleValue(), TOLERANCE);
    }
    double[][] theta = JSON.convertValue(set.get("source_probabilities"), double[][].class);
    SourceHeadScores source = SourceHeadScores.of(theta, labels);
    assertThat(source.leep()).isCloseTo(set.get("leep").doubleValue(), TOLERANCE);
    int[] sourceLabels = JSON.convertValue(set.get("source_labels"), int[].class);
    assertThat(SourceHeadScores.nce(sourceLabels, labels))
        .isCloseTo(set.get("nce").doubleValue(), TOLERANCE);
    assertThat(source.nce()).isCloseTo(set.get("nce").doubleValue(), TOLERANCE);
  }

  @TestFactory
  Stream<DynamicTest> regression_everyGoldenCase_equalsReference() throws IOException {
    return golden().get("regression").properties().stream()
        .map(
            set ->
                DynamicTest.dynamicTest(
                    set.getKey(),
                    () -> {
                      try (INDArray rows = matrix(set.getValue().get("features"));
                          INDArray targets = matrix(set.getValue().get("targets"))) {
                        check(LogMe.ofTargets(rows, targets), set.getValue().get("logme"));
                      }
                    }));
  }

  private static void check(LogMe score, JsonNode expected) {
    boolean limit = false;
    for (int c = 0; c < score.columns().size(); c++) {
      LogMe.Column column = score.columns().get(c);
      double alpha = number(expected.get("alpha").get(c));
      double beta = number(expected.get("beta").get(c));
      limit |= Double.isInfinite(alpha);
      assertThat(column.value())
          .as("column %d", c)
          .isCloseTo(
              expected.get("per_column").get(c).doubleValue(),
              Double.isInfinite(alpha) ? LIMIT_TOLERANCE : LOGME_TOLERANCE);
      if (Math.max(alpha, beta) < COMPARABLE) {
        assertThat(column.alpha()).isCloseTo(alpha, within(1e-4 * alpha));
        assertThat(column.beta()).isCloseTo(beta, within(1e-4 * beta));
      } else if (Double.isInfinite(alpha)) {
        assertThat(column.alpha()).isInfinite();
      }
    }
    assertThat(score.value())
        .isCloseTo(expected.get("logme").doubleValue(), limit ? LIMIT_TOLERANCE : LOGME_TOLERANCE);
    assertThat(score.earlyStopped())
        .isCloseTo(expected.get("logme_early_stop").doubleValue(), TOLERANCE);
  }

  /** Non-finite numbers are strings. */
  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  private static INDArray matrix(JsonNode rows) {
    return Nd4j.createFromArray(JSON.convertValue(rows, double[][].class));
  }

  private static JsonNode golden() throws IOException {
    return JSON.readTree(Golden.path("transferability.json").toFile());
  }
}
