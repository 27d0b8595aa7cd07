package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.graft4j.eval.metric.GoldenSet.TOLERANCE;
import static org.graft4j.eval.metric.GoldenSet.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every number of the golden multi-class sets, which are scikit-learn's and torchmetrics's. */
class GoldenClassificationTest {

  @TestFactory
  Stream<DynamicTest> multiclass_everyGoldenSet_equalsReference() throws IOException {
    return GoldenSet.tests("multiclass", GoldenClassificationTest::check);
  }

  private static void check(GoldenSet set) {
    int classes = set.take("num_classes").intValue();
    int[] labels = Arrays.stream(doubles(set.take("labels"))).mapToInt(l -> (int) l).toArray();
    JsonNode rows = set.take("probabilities");
    long[][] counts = new long[classes][classes];
    TopK topK = new TopK(classes);
    TopK mirrored = new TopK(classes);
    ProbabilityScores scores = new ProbabilityScores();
    Calibration calibration = new Calibration(15);
    ScoreTable table = new ScoreTable(classes);
    JsonNode predictions = set.take("metrics/predicted");
    for (int i = 0; i < labels.length; i++) {
      double[] p = doubles(rows.get(i));
      int predicted = firstMaximum(p);
      assertThat(predicted).isEqualTo(predictions.get(i).intValue());
      counts[labels[i]][predicted]++;
      topK.update("#" + i, labels[i], p);
      mirrored.update("#" + i, classes - 1 - labels[i], mirror(p));
      scores.update("#" + i, labels[i], p);
      calibration.update("#" + i, p[predicted], predicted == labels[i]);
      table.update("#" + i, labels[i], p);
    }
    assertThat(set.take("metrics/confusion_matrix").toString())
        .isEqualTo(Arrays.deepToString(counts).replace(" ", ""));
    confusion(ConfusionMetrics.of(counts), set);
    topK(topK, set, "metrics/top_k");
    // The reference breaks ties the other way: as we do with the classes in reverse.
    topK(mirrored, set, "metrics/top_k_sklearn");
    set.equal("metrics/log_loss", scores.logLoss());
    set.equal("metrics/brier", scores.brier());
    calibration(calibration, set);
    ranking(table, classes, set);
  }

  private static void topK(TopK topK, GoldenSet set, String path) {
    for (Map.Entry<String, JsonNode> k : set.take(path).properties()) {
      GoldenSet.equal(path + k.getKey(), topK.accuracy(Integer.parseInt(k.getKey())), k.getValue());
    }
  }

  private static void confusion(ConfusionMetrics metrics, GoldenSet set) {
    set.equal("metrics/accuracy", metrics.accuracy());
    set.equal("metrics/balanced_accuracy", metrics.balancedAccuracy());
    set.equalOrZero("metrics/mcc", metrics.matthews());
    set.equal("metrics/cohen_kappa", metrics.kappa(ConfusionMetrics.KappaWeights.EQUAL));
    set.equal(
        "metrics/cohen_kappa_quadratic", metrics.kappa(ConfusionMetrics.KappaWeights.QUADRATIC));
    averages(metrics, ClassMeasure.PRECISION, set, "metrics/precision/");
    averages(metrics, ClassMeasure.RECALL, set, "metrics/recall/");
    averages(metrics, ClassMeasure.F1, set, "metrics/f1/");
    averages(metrics, ClassMeasure.SPECIFICITY, set, "metrics/specificity/");
  }

  private static void averages(
      ConfusionMetrics metrics, ClassMeasure measure, GoldenSet set, String path) {
    set.equal(path + "micro", metrics.average(measure, Average.MICRO));
    set.equal(path + "macro", metrics.average(measure, Average.MACRO));
    set.equal(path + "weighted", metrics.average(measure, Average.WEIGHTED));
    if (measure != ClassMeasure.SPECIFICITY) {
      OptionalDouble occurring = metrics.average(measure, Average.MACRO_OCCURRING);
      set.equal(path + "macro_over_occurring_classes", occurring);
      // Computed in single precision.
      assertThat(occurring.orElseThrow())
          .isCloseTo(set.take(path + "torchmetrics_macro").doubleValue(), within(1e-6));
    }
    JsonNode perClass = set.take(path + "per_class");
    List<ClassCounts> classes = metrics.perClass();
    for (int i = 0; i < classes.size(); i++) {
      assertThat(measure.of(classes.get(i)).orElse(0))
          .as("%s of class %d", measure, i)
          .isCloseTo(perClass.get(i).doubleValue(), TOLERANCE);
    }
  }

  private static void calibration(Calibration calibration, GoldenSet set) {
    set.equal("metrics/ece_15", calibration.expectedError());
    // Computed in single precision.
    assertThat(calibration.expectedError().orElseThrow())
        .isCloseTo(set.take("metrics/torchmetrics_ece_15").doubleValue(), within(1e-6));
    set.equal("metrics/mce_15", calibration.maximumError());
    set.equal("metrics/ece_15_l2", calibration.rootMeanSquareError());
    JsonNode expected = set.take("metrics/reliability_15");
    List<Calibration.Bin> bins = calibration.bins();
    for (int i = 0; i < bins.size(); i++) {
      assertThat(bins.get(i).count()).isEqualTo(expected.get(i).get(0).longValue());
      GoldenSet.equal("confidence of bin " + i, bins.get(i).confidence(), expected.get(i).get(1));
      GoldenSet.equal("accuracy of bin " + i, bins.get(i).accuracy(), expected.get(i).get(2));
    }
  }

  private static void ranking(ScoreTable table, int classes, GoldenSet set) {
    JsonNode areas = set.take("metrics/roc_auc_per_class");
    JsonNode precisions = set.take("metrics/average_precision_per_class");
    for (int c = 0; c < classes; c++) {
      RankedScores ranked = table.oneVersusRest(c);
      GoldenSet.equal("AUC of " + c, ranked.rocArea(), areas.get(c));
      GoldenSet.equal("AP of " + c, ranked.averagePrecision(), precisions.get(c));
    }
    set.equal("metrics/roc_auc_ovr_macro", table.rocAreaOneVersusRest(Average.MACRO));
    set.equal("metrics/roc_auc_ovr_weighted", table.rocAreaOneVersusRest(Average.WEIGHTED));
    set.equal("metrics/roc_auc_ovo_macro", table.rocAreaOneVersusOne(false));
    set.equal("metrics/roc_auc_ovo_weighted", table.rocAreaOneVersusOne(true));
    set.equal("metrics/mean_average_precision", table.averagePrecision(Average.MACRO_OCCURRING));
  }

  private static int firstMaximum(double[] values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, i) -> values[i] > values[best] ? i : best);
  }

  private static double[] mirror(double[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[values.length - 1 - i])
        .toArray();
  }
}
