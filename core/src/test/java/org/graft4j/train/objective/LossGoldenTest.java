package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.testing.Golden;
import org.graft4j.train.objective.CrossEntropy.Mean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses and their slopes are PyTorch's. */
class LossGoldenTest {

  /** Both sides compute in double precision. */
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cross_entropy",
        "label_smoothing",
        "class_weights",
        "class_weights_label_smoothing",
        "segmentation_ignore_index",
        "segmentation_ignore_index_class_weights",
        "segmentation_ignore_index_label_smoothing"
      })
  void crossEntropy_ofClassNumbers_isPyTorchs(String name) throws IOException {
    Case golden = new Case(name);

    requireEqual(golden, new CrossEntropy(golden.smoothing, golden.weights, Mean.BY_WEIGHT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"soft_targets", "soft_targets_label_smoothing", "soft_targets_class_weights"})
  void crossEntropy_ofProbabilities_isPyTorchs(String name) throws IOException {
    Case golden = new Case(name);

    requireEqual(golden, new CrossEntropy(golden.smoothing, golden.weights, Mean.BY_ROW));
  }

  /** Logits of some hundreds: slopes of 1e-61 are not lost, exponentials don't overflow. */
  @Test
  void crossEntropy_ofExtremeLogits_isPyTorchs() throws IOException {
    Case golden = new Case("cross_entropy_extreme_logits");

    requireEqual(golden, CrossEntropy.plain());
    double[] slope =
        LossSlopes.slope(CrossEntropy.plain(), golden.logits, golden.targets, golden.rows);
    assertThat(slope[5]).isCloseTo(5.86294923965933e-61, within(1e-72));
  }

  @Test
  void crossEntropy_ofTwoMixedLabels_isThatOfTheirMixture() throws IOException {
    Case golden = new Case("mixup_two_labels");
    double[] second = golden.oneHot(golden.node.path("inputs").path("target2"));
    double share = golden.node.path("params").path("lam").asDouble();
    double[] mixed = golden.targets.clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = share * mixed[i] + (1 - share) * second[i];
    }

    requireEqual(golden, CrossEntropy.plain(), mixed);
  }

  @Test
  void crossEntropy_ofSingleRows_isPyTorchsWithoutReduction() throws IOException {
    Case golden = new Case("cross_entropy_none");

    double sum = 0;
    for (int row = 0; row < golden.rows; row++) {
      double[] logits = row(golden.logits, row, golden.classes);
      double value =
          LossSlopes.value(
              CrossEntropy.plain(), logits, row(golden.targets, row, golden.classes), 1);
      assertThat(value)
          .isCloseTo(golden.node.path("values").path(row).asDouble(), within(TOLERANCE));
      sum += value;
    }
    assertThat(sum)
        .isCloseTo(new Case("cross_entropy_sum").node.path("value").asDouble(), within(TOLERANCE));
  }

  @Test
  void focalLoss_ofClassNumbers_isTheReferences() throws IOException {
    Case golden = new Case("softmax_focal");
    List<Double> alpha = numbers(golden.node.path("inputs").path("alpha"));

    requireEqual(golden, new FocalLoss(golden.node.path("params").path("gamma").asDouble(), alpha));
  }

  private static void requireEqual(Case golden, Loss loss) {
    requireEqual(golden, loss, golden.targets);
  }

  private static void requireEqual(Case golden, Loss loss, double[] targets) {
    double[] slope = new double[golden.logits.length];

    double value = loss.compute(golden.logits, targets, golden.rows, slope);

    assertThat(value).isCloseTo(golden.node.path("value").asDouble(), within(TOLERANCE));
    assertThat(slope)
        .containsExactly(golden.rows(golden.node.path("grad").path("logits")), within(TOLERANCE));
  }

  private static double[] row(double[] all, int row, int classes) {
    double[] numbers = new double[classes];
    System.arraycopy(all, row * classes, numbers, 0, classes);
    return numbers;
  }

  private static List<Double> numbers(JsonNode list) {
    List<Double> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  /** A case of the golden file, its pictures (classes before places) as rows. */
  private static final class Case {
    final JsonNode node;
    final int rows;
    final int classes;
    final double[] logits;
    final double[] targets;
    final double smoothing;
    final List<Double> weights;

    Case(String name) throws IOException {
      JsonNode golden = new ObjectMapper().readTree(Golden.path("losses.json").toFile());
      node = golden.path("cases").path(name);
      assertThat(node.isObject()).as(name).isTrue();
      JsonNode table = node.path("inputs").path("logits");
      classes = table.path(0).size();
      logits = rows(table);
      rows = logits.length / classes;
      targets = oneHot(node.path("inputs").path("target"));
      smoothing = node.path("params").path("eps").asDouble(0);
      weights = numbers(node.path("inputs").path("weight"));
    }

    double[] rows(JsonNode table) {
      List<Double> numbers = new ArrayList<>();
      for (JsonNode example : table) {
        List<List<Double>> byClass = new ArrayList<>();
        example.forEach(
            part -> byClass.add(part.isArray() ? flat(part) : List.of(part.asDouble())));
        for (int place = 0; place < byClass.get(0).size(); place++) {
          for (List<Double> ofClass : byClass) {
            numbers.add(ofClass.get(place));
          }
        }
      }
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Rows of probabilities as they are; class numbers as one-hot rows, 255 as zeros. */
    double[] oneHot(JsonNode target) {
      boolean soft =
          target.path(0).isArray()
              && target.path(0).size() == classes
              && target.path(0).path(0).isDouble();
      List<Double> given = flat(target);
      if (soft) {
        return given.stream().mapToDouble(Double::doubleValue).toArray();
      }
      double[] hot = new double[rows * classes];
      for (int row = 0; row < rows; row++) {
        int label = given.get(row).intValue();
        if (label != 255) {
          hot[row * classes + label] = 1;
        }
      }
      return hot;
    }

    private static List<Double> flat(JsonNode nested) {
      List<Double> numbers = new ArrayList<>();
      for (JsonNode part : nested) {
        numbers.addAll(part.isArray() ? flat(part) : List.of(part.asDouble()));
      }
      return numbers;
    }
  }
}
