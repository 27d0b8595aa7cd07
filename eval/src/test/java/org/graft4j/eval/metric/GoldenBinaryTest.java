package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.eval.metric.GoldenSet.TOLERANCE;
import static org.graft4j.eval.metric.GoldenSet.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every number and point of the golden binary sets, which are scikit-learn's. */
class GoldenBinaryTest {

  @TestFactory
  Stream<DynamicTest> binary_everyGoldenSet_equalsReference() throws IOException {
    return GoldenSet.tests("binary", GoldenBinaryTest::check);
  }

  private static void check(GoldenSet set) {
    double[] scores = doubles(set.take("scores"));
    double[] labels = doubles(set.take("labels"));
    boolean[] positive = new boolean[scores.length];
    ProbabilityScores losses = new ProbabilityScores();
    for (int i = 0; i < scores.length; i++) {
      positive[i] = labels[i] == 1;
      losses.update("#" + i, (int) labels[i], new double[] {1 - scores[i], scores[i]});
    }
    RankedScores ranked = RankedScores.of(scores, positive);
    set.equal("roc_auc", ranked.rocArea());
    set.equal("average_precision", ranked.averagePrecision());
    set.equal("pr_auc_trapezoid", ranked.precisionRecallArea());
    set.equal("log_loss", losses.logLoss());
    // Of the positive class alone, which is half of that of both.
    set.equal("brier", OptionalDouble.of(losses.brier().orElseThrow() / 2));
    roc(set, "roc/", ranked, allPlaces(ranked));
    roc(set, "roc_without_collinear/", ranked, corners(ranked));
    precisionRecall(set, ranked);
    thresholds(set, ranked);
    half(set, ranked.atThreshold(0.5));
  }

  /** The places of thresholds, after -1 for the point at which nothing is positive. */
  private static List<Integer> allPlaces(RankedScores ranked) {
    List<Integer> places = new ArrayList<>();
    for (int i = -1; i < ranked.thresholds(); i++) {
      places.add(i);
    }
    return places;
  }

  /** Without the points that lie on the line between their neighbours. */
  private static List<Integer> corners(RankedScores ranked) {
    List<Integer> places = new ArrayList<>();
    int last = ranked.thresholds() - 1;
    for (int i = -1; i <= last; i++) {
      // The reference looks for bends among the thresholds, and adds the first point later.
      boolean end = i <= 0 || i == last;
      if (end || bend(ranked, i, true) != 0 || bend(ranked, i, false) != 0) {
        places.add(i);
      }
    }
    return places;
  }

  private static long bend(RankedScores ranked, int place, boolean positives) {
    return count(ranked, place + 1, positives)
        - 2 * count(ranked, place, positives)
        + count(ranked, place - 1, positives);
  }

  private static long count(RankedScores ranked, int place, boolean positives) {
    if (place < 0) {
      return 0;
    }
    ClassCounts at = ranked.at(place);
    return positives ? at.truePositives() : at.falsePositives();
  }

  private static void roc(GoldenSet set, String path, RankedScores ranked, List<Integer> places) {
    double[] hits = doubles(set.take(path + "tpr"));
    double[] alarms = doubles(set.take(path + "fpr"));
    JsonNode thresholds = set.take(path + "thresholds");
    assertThat(places).as(path).hasSize(hits.length);
    for (int i = 0; i < hits.length; i++) {
      int place = places.get(i);
      double hit = (double) count(ranked, place, true) / ranked.positives();
      double alarm = (double) count(ranked, place, false) / ranked.negatives();
      assertThat(hit).as(path + i).isCloseTo(hits[i], TOLERANCE);
      assertThat(alarm).as(path + i).isCloseTo(alarms[i], TOLERANCE);
      if (place >= 0) {
        assertThat(ranked.threshold(place)).isEqualTo(thresholds.get(i).doubleValue());
      } else {
        assertThat(thresholds.get(i).textValue()).isEqualTo("Infinity");
      }
    }
  }

  /** The reference begins with the lowest threshold, and ends with a point that has none. */
  private static void precisionRecall(GoldenSet set, RankedScores ranked) {
    double[] precision = doubles(set.take("pr/precision"));
    double[] recall = doubles(set.take("pr/recall"));
    double[] thresholds = doubles(set.take("pr/thresholds"));
    assertThat(thresholds).hasSize(ranked.thresholds());
    for (int i = 0; i < thresholds.length; i++) {
      int place = thresholds.length - 1 - i;
      assertThat(ranked.threshold(place)).isEqualTo(thresholds[i]);
      assertThat(ranked.at(place).precision().orElseThrow()).isCloseTo(precision[i], TOLERANCE);
      assertThat(ranked.at(place).recall().orElseThrow()).isCloseTo(recall[i], TOLERANCE);
    }
    assertThat(precision).hasSize(thresholds.length + 1).endsWith(1);
    assertThat(recall).hasSize(thresholds.length + 1).endsWith(0);
  }

  private static void thresholds(GoldenSet set, RankedScores ranked) {
    double best = ranked.bestThreshold(ClassMeasure.F1);
    assertThat(best).isEqualTo(set.take("best_f1/threshold").doubleValue());
    set.equal("best_f1/f1", ClassMeasure.F1.of(ranked.atThreshold(best)));
    JsonNode expected = set.take("youden/threshold");
    double youden = ranked.youdenThreshold();
    assertThat(youden)
        .isEqualTo(expected.isTextual() ? Double.POSITIVE_INFINITY : expected.doubleValue());
    ClassCounts at = ranked.atThreshold(youden);
    set.equal(
        "youden/j",
        OptionalDouble.of(at.recall().orElseThrow() + at.specificity().orElseThrow() - 1));
  }

  private static void half(GoldenSet set, ClassCounts at) {
    assertThat(at.trueNegatives()).isEqualTo(set.take("at_0.5/tn").longValue());
    assertThat(at.falsePositives()).isEqualTo(set.take("at_0.5/fp").longValue());
    assertThat(at.falseNegatives()).isEqualTo(set.take("at_0.5/fn").longValue());
    assertThat(at.truePositives()).isEqualTo(set.take("at_0.5/tp").longValue());
    set.equalOrZero("at_0.5/precision", at.precision());
    set.equalOrZero("at_0.5/recall", at.recall());
    set.equalOrZero("at_0.5/specificity", at.specificity());
    set.equalOrZero("at_0.5/f1", at.fBeta(1));
    set.equalOrZero("at_0.5/f2", at.fBeta(2));
    ConfusionMetrics both =
        ConfusionMetrics.of(
            new long[][] {
              {at.trueNegatives(), at.falsePositives()}, {at.falseNegatives(), at.truePositives()}
            });
    set.equal("at_0.5/accuracy", both.accuracy());
    set.equal("at_0.5/balanced_accuracy", both.balancedAccuracy());
    set.equalOrZero("at_0.5/mcc", both.matthews());
    set.equalOrZero("at_0.5/cohen_kappa", both.kappa(ConfusionMetrics.KappaWeights.EQUAL));
  }
}
