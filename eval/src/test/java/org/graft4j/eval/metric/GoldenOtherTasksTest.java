package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Binary, multi-label, regression and segmentation numbers are scikit-learn's. */
class GoldenOtherTasksTest {
  /** 12 digits are stored. */
  private static final Offset<Double> TOLERANCE = within(1e-9);

  private static JsonNode golden(String group) throws IOException {
    return new ObjectMapper().readTree(Golden.path("metrics.json").toFile()).get(group);
  }

  @TestFactory
  Stream<DynamicTest> binary_everyGoldenSet_equalsReference() throws IOException {
    return tests("binary", GoldenOtherTasksTest::binary);
  }

  @TestFactory
  Stream<DynamicTest> regression_everyGoldenSet_equalsReference() throws IOException {
    return tests("regression", GoldenOtherTasksTest::regression);
  }

  @TestFactory
  Stream<DynamicTest> segmentation_everyGoldenSet_equalsReference() throws IOException {
    return tests("segmentation", GoldenOtherTasksTest::segmentation);
  }

  private interface Check {
    void of(JsonNode set);
  }

  private static Stream<DynamicTest> tests(String group, Check check) throws IOException {
    return golden(group).properties().stream()
        .map(set -> DynamicTest.dynamicTest(set.getKey(), () -> check.of(set.getValue())));
  }

  private static void binary(JsonNode set) {
    double[] scores = doubles(set.get("scores"));
    boolean[] positive = new boolean[scores.length];
    IntStream.range(0, scores.length)
        .forEach(i -> positive[i] = set.get("labels").get(i).intValue() == 1);
    RankedScores ranked = RankedScores.of(scores, positive);
    equal("AUC", ranked.rocArea(), set.get("roc_auc"));
    equal("AP", ranked.averagePrecision(), set.get("average_precision"));
    equal("PR area", ranked.precisionRecallArea(), set.get("pr_auc_trapezoid"));
    JsonNode roc = set.get("roc");
    assertThat(ranked.thresholds()).isEqualTo(roc.get("thresholds").size() - 1);
    for (int i = 0; i < ranked.thresholds(); i++) {
      ClassCounts at = ranked.at(i);
      assertThat(ranked.threshold(i)).isEqualTo(roc.get("thresholds").get(i + 1).doubleValue());
      equal("tpr " + i, at.recall(), roc.get("tpr").get(i + 1));
      assertThat(1 - at.specificity().orElseThrow())
          .isCloseTo(roc.get("fpr").get(i + 1).doubleValue(), TOLERANCE);
      int ascending = ranked.thresholds() - 1 - i;
      equal("precision " + i, at.precision(), set.at("/pr/precision").get(ascending));
    }
    double best = ranked.bestThreshold(ClassMeasure.F1);
    assertThat(best).isEqualTo(set.at("/best_f1/threshold").doubleValue());
    equal("best F1", ClassMeasure.F1.of(ranked.atThreshold(best)), set.at("/best_f1/f1"));
    JsonNode youden = set.at("/youden/threshold");
    assertThat(ranked.youdenThreshold())
        .isEqualTo(youden.isTextual() ? Double.POSITIVE_INFINITY : youden.doubleValue());
    ClassCounts half = ranked.atThreshold(0.5);
    assertThat(half.truePositives()).isEqualTo(set.at("/at_0.5/tp").longValue());
    assertThat(half.trueNegatives()).isEqualTo(set.at("/at_0.5/tn").longValue());
    assertThat(half.fBeta(2).orElse(0)).isCloseTo(set.at("/at_0.5/f2").doubleValue(), TOLERANCE);
  }

  private static void regression(JsonNode set) {
    JsonNode target = set.get("target");
    int outputs = target.get(0).isArray() ? target.get(0).size() : 1;
    double[] means = new double[4];
    double squares = 0;
    for (int o = 0; o < outputs; o++) {
      RegressionErrors errors = new RegressionErrors();
      for (int i = 0; i < target.size(); i++) {
        errors.update("#" + i, number(target.get(i), o), number(set.get("predicted").get(i), o));
      }
      means[0] += errors.meanAbsoluteError().orElseThrow() / outputs;
      // The reference gives 0 where there is no spread to explain.
      means[1] += errors.rSquared().orElse(0) / outputs;
      means[2] += errors.explainedVariance().orElse(0) / outputs;
      means[3] += errors.meanAbsolutePercentageError().orElseThrow() / outputs;
      squares += errors.meanSquaredError().orElseThrow() / outputs;
      if (outputs == 1) {
        equal("RMSE", errors.rootMeanSquaredError(), set.get("rmse"));
        equal("max", errors.maximumError(), set.get("max_error"));
      }
    }
    assertThat(squares).isCloseTo(set.get("mse").doubleValue(), TOLERANCE);
    assertThat(means[0]).isCloseTo(set.get("mae").doubleValue(), TOLERANCE);
    assertThat(means[1]).isCloseTo(set.get("r2").doubleValue(), TOLERANCE);
    assertThat(means[2]).isCloseTo(set.get("explained_variance").doubleValue(), TOLERANCE);
    assertThat(means[3]).isCloseTo(set.get("mape").doubleValue(), TOLERANCE);
  }

  private static double number(JsonNode node, int output) {
    return node.isArray() ? node.get(output).doubleValue() : node.doubleValue();
  }

  private static void segmentation(JsonNode set) {
    SegmentationCounts counts =
        new SegmentationCounts(
            set.get("num_classes").intValue(), set.get("ignore_label").intValue());
    for (int i = 0; i < set.get("target").size(); i++) {
      counts.update(
          "mask " + i, bytes(set.get("target").get(i)), bytes(set.get("predicted").get(i)));
    }
    equal("accuracy", counts.confusion().accuracy(), set.get("pixel_accuracy"));
    equal("class accuracy", counts.confusion().balancedAccuracy(), set.get("mean_class_accuracy"));
    equal("mIoU", counts.meanIou(), set.get("mean_iou"));
    equal("Dice", counts.meanDice(), set.get("mean_dice"));
    equal("weighted", counts.frequencyWeightedIou(), set.get("frequency_weighted_iou"));
    List<ClassCounts> classes = counts.perClass();
    for (int i = 0; i < classes.size(); i++) {
      equal("IoU " + i, ClassMeasure.IOU.of(classes.get(i)), set.get("iou").get(i));
      equal("Dice " + i, ClassMeasure.F1.of(classes.get(i)), set.get("dice").get(i));
    }
  }

  @Test
  void multiLabel_goldenSet_equalsReference() throws IOException {
    JsonNode set = golden("multilabel");
    int labels = set.get("labels").get(0).size();
    MultiLabelScores scores = new MultiLabelScores(labels, set.get("threshold").doubleValue());
    for (int i = 0; i < set.get("labels").size(); i++) {
      boolean[] present = new boolean[labels];
      for (int l = 0; l < labels; l++) {
        present[l] = set.get("labels").get(i).get(l).intValue() == 1;
      }
      scores.update("sample " + i, present, doubles(set.get("probabilities").get(i)));
    }
    equal("subset", scores.subsetAccuracy(), set.get("subset_accuracy"));
    equal("Hamming", scores.hammingLoss(), set.get("hamming_loss"));
    equal("Jaccard", scores.sampleJaccard(), set.get("jaccard_samples"));
    equal("precision", scores.samplePrecision(), set.at("/precision/samples"));
    equal("recall", scores.sampleRecall(), set.at("/recall/samples"));
    equal("F1", scores.sampleF1(), set.at("/f1/samples"));
    for (Map.Entry<ClassMeasure, String> measure :
        Map.of(
                ClassMeasure.PRECISION, "precision",
                ClassMeasure.RECALL, "recall",
                ClassMeasure.F1, "f1")
            .entrySet()) {
      for (int l = 0; l < labels; l++) {
        assertThat(measure.getKey().of(scores.perLabel().get(l)).orElse(0))
            .isCloseTo(
                set.get(measure.getValue()).get("per_label").get(l).doubleValue(), TOLERANCE);
      }
    }
  }

  private static void equal(String name, OptionalDouble actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isEmpty();
    } else {
      assertThat(actual).as(name).isPresent();
      assertThat(actual.orElseThrow()).as(name).isCloseTo(expected.doubleValue(), TOLERANCE);
    }
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  private static byte[] bytes(JsonNode rows) {
    byte[] values = new byte[rows.size() * rows.get(0).size()];
    int at = 0;
    for (JsonNode row : rows) {
      for (JsonNode value : row) {
        values[at++] = (byte) value.intValue();
      }
    }
    return values;
  }
}
