package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.graft4j.eval.metric.GoldenSet.TOLERANCE;
import static org.graft4j.eval.metric.GoldenSet.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every number of the golden regression, segmentation and multi-label sets. */
class GoldenOtherTasksTest {

  @TestFactory
  Stream<DynamicTest> regression_everyGoldenSet_equalsReference() throws IOException {
    return GoldenSet.tests("regression", GoldenOtherTasksTest::regression);
  }

  @TestFactory
  Stream<DynamicTest> segmentation_everyGoldenSet_equalsReference() throws IOException {
    return GoldenSet.tests("segmentation", GoldenOtherTasksTest::segmentation);
  }

  @Test
  void multiLabel_goldenSet_equalsReference() throws IOException {
    GoldenSet.checkAll(GoldenSet.golden("multilabel"), GoldenOtherTasksTest::multiLabel);
  }

  private static void regression(GoldenSet set) {
    JsonNode target = set.take("target");
    JsonNode predicted = set.take("predicted");
    int outputs = target.get(0).isArray() ? target.get(0).size() : 1;
    RegressionErrors[] errors = new RegressionErrors[outputs];
    RegressionTable[] tables = new RegressionTable[outputs];
    for (int o = 0; o < outputs; o++) {
      errors[o] = new RegressionErrors();
      tables[o] = new RegressionTable();
      for (int i = 0; i < target.size(); i++) {
        errors[o].update("#" + i, number(target.get(i), o), number(predicted.get(i), o));
        tables[o].update("#" + i, number(target.get(i), o), number(predicted.get(i), o));
      }
    }
    mean(set, "mse", errors, RegressionErrors::meanSquaredError);
    mean(set, "mae", errors, RegressionErrors::meanAbsoluteError);
    mean(set, "mape", errors, RegressionErrors::meanAbsolutePercentageError);
    // Where there is no spread to explain, the reference gives 0.
    mean(set, "r2", errors, RegressionErrors::rSquared);
    mean(set, "explained_variance", errors, RegressionErrors::explainedVariance);
    mean(set, "median_ae", tables, RegressionTable::medianAbsoluteError);
    if (outputs == 1) {
      set.equal("rmse", errors[0].rootMeanSquaredError());
      set.equal("max_error", errors[0].maximumError());
      if (set.has("pearson")) {
        set.equal("pearson", tables[0].pearson());
        set.equal("spearman", tables[0].spearman());
      } else {
        assertThat(tables[0].pearson()).isEmpty();
        assertThat(tables[0].spearman()).isEmpty();
      }
    } else {
      severalOutputs(set, errors);
    }
  }

  private static void severalOutputs(GoldenSet set, RegressionErrors[] errors) {
    mean(set, "rmse", errors, RegressionErrors::rootMeanSquaredError);
    JsonNode roots = set.take("rmse_per_output");
    JsonNode squares = set.take("r2_per_output");
    for (int o = 0; o < errors.length; o++) {
      GoldenSet.equal("RMSE " + o, errors[o].rootMeanSquaredError(), roots.get(o));
      GoldenSet.equal("R² " + o, errors[o].rSquared(), squares.get(o));
    }
  }

  private interface Measured<S> {
    OptionalDouble of(S state);
  }

  private static <S> void mean(GoldenSet set, String path, S[] states, Measured<S> measured) {
    DoubleStream values = Arrays.stream(states).mapToDouble(s -> measured.of(s).orElse(0));
    set.equal(path, values.average());
  }

  private static double number(JsonNode node, int output) {
    return node.isArray() ? node.get(output).doubleValue() : node.doubleValue();
  }

  private static void segmentation(GoldenSet set) {
    int width = set.take("num_classes").intValue();
    SegmentationCounts counts = new SegmentationCounts(width, set.take("ignore_label").intValue());
    JsonNode target = set.take("target");
    JsonNode predicted = set.take("predicted");
    for (int i = 0; i < target.size(); i++) {
      counts.update("mask " + i, bytes(target.get(i)), bytes(predicted.get(i)));
    }
    set.equal("pixel_accuracy", counts.confusion().accuracy());
    set.equal("mean_class_accuracy", counts.confusion().balancedAccuracy());
    set.equal("mean_iou", counts.meanIou());
    assertThat(counts.meanIou().orElseThrow())
        .isCloseTo(set.take("mean_iou_torchmetrics_macro").doubleValue(), within(1e-6));
    set.equal("mean_dice", counts.meanDice());
    set.equal("frequency_weighted_iou", counts.frequencyWeightedIou());
    JsonNode ious = set.take("iou");
    JsonNode dices = set.take("dice");
    JsonNode recalls = set.take("class_accuracy");
    JsonNode matrix = set.take("confusion_matrix");
    List<ClassCounts> classes = counts.perClass();
    for (int i = 0; i < classes.size(); i++) {
      GoldenSet.equal("IoU " + i, ClassMeasure.IOU.of(classes.get(i)), ious.get(i));
      GoldenSet.equal("Dice " + i, ClassMeasure.F1.of(classes.get(i)), dices.get(i));
      GoldenSet.equal("recall " + i, classes.get(i).recall(), recalls.get(i));
      assertThat(classes.get(i).support())
          .isEqualTo((long) Arrays.stream(doubles(matrix.get(i))).sum());
      assertThat(classes.get(i).truePositives()).isEqualTo(matrix.get(i).get(i).longValue());
    }
  }

  private static void multiLabel(GoldenSet set) {
    JsonNode rows = set.take("labels");
    JsonNode probabilities = set.take("probabilities");
    int labels = rows.get(0).size();
    MultiLabelScores scores = new MultiLabelScores(labels, set.take("threshold").doubleValue());
    LabelRanking ranking = new LabelRanking(labels);
    boolean[][] present = new boolean[rows.size()][labels];
    double[][] said = new double[rows.size()][];
    for (int i = 0; i < rows.size(); i++) {
      for (int l = 0; l < labels; l++) {
        present[i][l] = rows.get(i).get(l).intValue() == 1;
      }
      said[i] = doubles(probabilities.get(i));
      scores.update("sample " + i, present[i], said[i]);
      ranking.update("sample " + i, present[i], said[i]);
    }
    set.equal("subset_accuracy", scores.subsetAccuracy());
    set.equal("hamming_loss", scores.hammingLoss());
    set.equal("jaccard_samples", scores.sampleJaccard());
    set.equal("precision/samples", scores.samplePrecision());
    set.equal("recall/samples", scores.sampleRecall());
    set.equal("f1/samples", scores.sampleF1());
    averages(scores, ClassMeasure.PRECISION, set, "precision/");
    averages(scores, ClassMeasure.RECALL, set, "recall/");
    averages(scores, ClassMeasure.F1, set, "f1/");
    set.equal("label_ranking_average_precision", ranking.averagePrecision());
    set.equal("coverage_error", ranking.coverageError());
    areas(set, present, said);
  }

  private static void averages(
      MultiLabelScores scores, ClassMeasure measure, GoldenSet set, String path) {
    set.equal(path + "micro", scores.average(measure, Average.MICRO));
    set.equal(path + "macro", scores.average(measure, Average.MACRO));
    set.equal(path + "weighted", scores.average(measure, Average.WEIGHTED));
    JsonNode expected = set.take(path + "per_label");
    for (int l = 0; l < expected.size(); l++) {
      assertThat(measure.of(scores.perLabel().get(l)).orElse(0))
          .isCloseTo(expected.get(l).doubleValue(), TOLERANCE);
    }
  }

  /** Each label ranks the samples; all together they rank every pair of sample and label. */
  private static void areas(GoldenSet set, boolean[][] present, double[][] said) {
    JsonNode precisions = set.take("average_precision_per_label");
    JsonNode areas = set.take("roc_auc_per_label");
    int labels = said[0].length;
    boolean[] all = new boolean[said.length * labels];
    double sum = 0;
    int defined = 0;
    for (int l = 0; l < labels; l++) {
      int label = l;
      boolean[] own = new boolean[said.length];
      for (int i = 0; i < said.length; i++) {
        own[i] = present[i][l];
        all[i * labels + l] = own[i];
      }
      RankedScores ranked =
          RankedScores.of(Arrays.stream(said).mapToDouble(row -> row[label]).toArray(), own);
      GoldenSet.equal("AP " + l, ranked.averagePrecision(), precisions.get(l));
      GoldenSet.equal("AUC " + l, ranked.rocArea(), areas.get(l));
      defined += ranked.averagePrecision().isPresent() ? 1 : 0;
      sum += ranked.averagePrecision().orElse(0);
    }
    RankedScores together =
        RankedScores.of(
            IntStream.range(0, all.length).mapToDouble(i -> said[i / labels][i % labels]).toArray(),
            all);
    set.equal("average_precision_micro", together.averagePrecision());
    set.equal("roc_auc_micro", together.rocArea());
    set.equal("mean_average_precision_of_labels_with_positives", OptionalDouble.of(sum / defined));
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
