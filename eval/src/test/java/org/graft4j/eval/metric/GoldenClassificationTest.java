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
import org.junit.jupiter.api.TestFactory;

/** Every number of the golden multi-class sets, which are scikit-learn's and torchmetrics's. */
class GoldenClassificationTest {
  /** 12 digits are stored. */
  private static final Offset<Double> TOLERANCE = within(1e-9);

  @TestFactory
  Stream<DynamicTest> multiclass_everyGoldenSet_equalsReference() throws IOException {
    return new ObjectMapper()
        .readTree(Golden.path("metrics.json").toFile()).get("multiclass").properties().stream()
            .map(set -> DynamicTest.dynamicTest(set.getKey(), () -> check(set.getValue())));
  }

  private static void check(JsonNode set) {
    int classes = set.get("num_classes").intValue();
    int n = set.get("labels").size();
    long[][] counts = new long[classes][classes];
    TopK topK = new TopK(classes);
    ProbabilityScores scores = new ProbabilityScores();
    Calibration calibration = new Calibration(15);
    ScoreTable table = new ScoreTable(classes);
    for (int i = 0; i < n; i++) {
      int label = set.get("labels").get(i).intValue();
      double[] p = doubles(set.get("probabilities").get(i));
      int predicted = firstMaximum(p);
      counts[label][predicted]++;
      topK.update("#" + i, label, p);
      scores.update("#" + i, label, p);
      calibration.update("#" + i, p[predicted], predicted == label);
      table.update("#" + i, label, p);
    }
    JsonNode expected = set.get("metrics");
    confusion(ConfusionMetrics.ofOwned(counts), expected);
    for (Map.Entry<String, JsonNode> k : expected.get("top_k").properties()) {
      equal("top " + k.getKey(), topK.accuracy(Integer.parseInt(k.getKey())), k.getValue());
    }
    equal("log loss", scores.logLoss(), expected.get("log_loss"));
    equal("Brier", scores.brier(), expected.get("brier"));
    equal("ECE", calibration.expectedError(), expected.get("ece_15"));
    equal("MCE", calibration.maximumError(), expected.get("mce_15"));
    equal("RMS", calibration.rootMeanSquareError(), expected.get("ece_15_l2"));
    reliability(calibration.bins(), expected.get("reliability_15"));
    ranking(table, classes, expected);
  }

  private static void confusion(ConfusionMetrics metrics, JsonNode expected) {
    equal("accuracy", metrics.accuracy(), expected.get("accuracy"));
    equal("balanced accuracy", metrics.balancedAccuracy(), expected.get("balanced_accuracy"));
    // The reference gives 0 for what is 0/0.
    assertThat(metrics.matthews().orElse(0))
        .isCloseTo(expected.get("mcc").doubleValue(), TOLERANCE);
    equal("kappa", metrics.kappa(ConfusionMetrics.KappaWeights.EQUAL), expected.get("cohen_kappa"));
    if (expected.hasNonNull("cohen_kappa_quadratic")) {
      equal(
          "quadratic kappa",
          metrics.kappa(ConfusionMetrics.KappaWeights.QUADRATIC),
          expected.get("cohen_kappa_quadratic"));
    }
    averages(metrics, ClassMeasure.PRECISION, expected.get("precision"));
    averages(metrics, ClassMeasure.RECALL, expected.get("recall"));
    averages(metrics, ClassMeasure.F1, expected.get("f1"));
    averages(metrics, ClassMeasure.SPECIFICITY, expected.get("specificity"));
  }

  private static void averages(ConfusionMetrics metrics, ClassMeasure measure, JsonNode expected) {
    equal(measure + " micro", metrics.average(measure, Average.MICRO), expected.get("micro"));
    equal(measure + " macro", metrics.average(measure, Average.MACRO), expected.get("macro"));
    equal(
        measure + " weighted",
        metrics.average(measure, Average.WEIGHTED),
        expected.get("weighted"));
    if (expected.has("macro_over_occurring_classes")) {
      equal(
          measure + " macro over occurring",
          metrics.average(measure, Average.MACRO_OCCURRING),
          expected.get("macro_over_occurring_classes"));
    }
    List<ClassCounts> classes = metrics.perClass();
    for (int i = 0; i < classes.size(); i++) {
      assertThat(measure.of(classes.get(i)).orElse(0))
          .as("%s of class %d", measure, i)
          .isCloseTo(expected.get("per_class").get(i).doubleValue(), TOLERANCE);
    }
  }

  private static void reliability(List<Calibration.Bin> bins, JsonNode expected) {
    for (int i = 0; i < bins.size(); i++) {
      assertThat(bins.get(i).count()).isEqualTo(expected.get(i).get(0).longValue());
      equal("confidence of bin " + i, bins.get(i).confidence(), expected.get(i).get(1));
      equal("accuracy of bin " + i, bins.get(i).accuracy(), expected.get(i).get(2));
    }
  }

  private static void ranking(ScoreTable table, int classes, JsonNode expected) {
    for (int c = 0; c < classes; c++) {
      RankedScores ranked = table.oneVersusRest(c);
      equal("AUC of " + c, ranked.rocArea(), expected.get("roc_auc_per_class").get(c));
      equal(
          "AP of " + c,
          ranked.averagePrecision(),
          expected.get("average_precision_per_class").get(c));
    }
    equal("ovr", table.rocAreaOneVersusRest(Average.MACRO), expected.get("roc_auc_ovr_macro"));
    equal(
        "ovr weighted",
        table.rocAreaOneVersusRest(Average.WEIGHTED),
        expected.get("roc_auc_ovr_weighted"));
    equal("ovo", table.rocAreaOneVersusOne(false), expected.get("roc_auc_ovo_macro"));
    equal("ovo weighted", table.rocAreaOneVersusOne(true), expected.get("roc_auc_ovo_weighted"));
    equal(
        "mAP",
        table.averagePrecision(Average.MACRO_OCCURRING),
        expected.get("mean_average_precision"));
  }

  private static void equal(String name, OptionalDouble actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isEmpty();
    } else {
      assertThat(actual).as(name).isPresent();
      assertThat(actual.orElseThrow()).as(name).isCloseTo(expected.doubleValue(), TOLERANCE);
    }
  }

  private static int firstMaximum(double[] values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, i) -> values[i] > values[best] ? i : best);
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}
