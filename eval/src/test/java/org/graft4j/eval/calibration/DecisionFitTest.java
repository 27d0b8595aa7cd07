package org.graft4j.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.Tempering;
import org.graft4j.model.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionFitTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c"));

  /**
   * Classes drawn from {@code softmax(z)} by a network that says {@code softmax(sharpness * z)}:
   * the right temperature is the sharpness.
   */
  private static PredictionTable table(int n, double sharpness, long seed) {
    RandomGenerator random = Seed.of(seed).stream("decision");
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < n; i++) {
      double[] z = {
        1.5 * random.nextGaussian(), 1.5 * random.nextGaussian(), 1.5 * random.nextGaussian()
      };
      double[] truth = CalibrationTest.softmax(z, 1);
      double at = random.nextDouble();
      int label = at < truth[0] ? 0 : at < truth[0] + truth[1] ? 1 : 2;
      table.add("p" + i, label, CalibrationTest.softmax(z, 1 / sharpness));
    }
    return table.build();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 2.5})
  void temperature_networkTooSureOrTooUnsure_isFound(double sharpness) {
    TemperatureFit fit = TemperatureFit.of(table(4000, sharpness, 1));
    assertThat(fit.kept()).isTrue();
    assertThat(fit.temperature()).isCloseTo(sharpness, within(0.08 * sharpness));
    assertThat(fit.errorBefore()).isGreaterThan(0.1);
    assertThat(fit.errorAfter()).isLessThan(0.03);
    assertThat(fit.lossAfter()).isLessThan(fit.lossBefore());
  }

  /** The null case: where nothing is to be mended, nothing much may change. */
  @Property(tries = 40, seed = "7")
  void temperature_calibratedNetwork_staysNearOne(
      @ForAll @LongRange(min = 0, max = 9999) long seed) {
    TemperatureFit fit = TemperatureFit.of(table(400, 1, seed));
    assertThat(fit.temperature()).isBetween(0.7, 1.45);
    assertThat(fit.lossAfter()).isLessThanOrEqualTo(fit.lossBefore());
  }

  @Property(tries = 30, seed = "7")
  void decision_anyTable_leavesEveryPredictionAsItWas(
      @ForAll @LongRange(min = 0, max = 9999) long seed) {
    PredictionTable table = table(80, 0.3 + seed % 7, seed);
    Decision decision = DecisionFit.of(table, TestTimeViews.PLAIN).decision();
    PredictionTable.Builder calibrated = PredictionTable.of(LABELS);
    for (int i = 0; i < table.size(); i++) {
      calibrated.add(
          table.ids().get(i), table.label(i), decision.calibrated(table.probabilities(i)));
    }
    assertThat(calibrated.build().confusion()).isEqualTo(table.confusion());
  }

  /**
   * What the page of a training shows must not have been told by the very pictures that it is of.
   */
  @Test
  void report_ofTheSamplesOfTheFit_isCrossFitted() {
    PredictionTable table = table(60, 3, 5);
    TemperatureFit fit = TemperatureFit.of(table);
    ClassificationReport report = fit.report("validation", table);
    PredictionTable.Builder inSample = PredictionTable.of(LABELS);
    for (int i = 0; i < table.size(); i++) {
      inSample.add(
          table.ids().get(i),
          table.label(i),
          DecisionFit.of(table, TestTimeViews.PLAIN).decision().calibrated(table.probabilities(i)));
    }
    double fitted = ClassificationReport.of("validation", inSample.build()).logLoss();

    assertThat(fit.kept()).isTrue();
    assertThat(report.logLoss()).isEqualTo(fit.lossAfter()).isGreaterThan(fitted);
    assertThat(report.expectedCalibrationError()).hasValue(fit.errorAfter());
    assertThat(report.confusion()).isEqualTo(table.confusion());
    assertThat(report.tempering())
        .contains(Tempering.of(fit.temperature(), true, table))
        .get()
        .satisfies(t -> assertThat(t.before()).isEqualTo(plain(table).reliability()));
  }

  private static ClassificationReport plain(PredictionTable table) {
    return ClassificationReport.of("validation", table);
  }

  @Test
  void report_noTemperature_isThatOfTheNetwork() {
    PredictionTable table = table(49, 3, 1);
    assertThat(TemperatureFit.of(table).report("validation", table)).isEqualTo(plain(table));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureFit.of(table).report("validation", table(50, 3, 1)))
        .withMessage("table must be that of the fit, of 49 samples, but had 50");
  }

  @Test
  void temperature_fewSamples_isRefusedWithTheBound() {
    TemperatureFit fit = TemperatureFit.of(table(49, 3, 1));
    assertThat(fit.kept()).isFalse();
    assertThat(fit.temperature()).isEqualTo(1);
    assertThat(fit.describe("validation pictures"))
        .contains(
            "none fitted on 49 validation pictures", "it takes 50 with 10 right and 10 wrong");
  }

  /** Nothing but mistakes tells how sure a network may be. */
  @Test
  void temperature_noMistakes_isRefused() {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < 300; i++) {
      table.add("p" + i, 0, new double[] {0.8, 0.1, 0.1});
    }
    assertThat(TemperatureFit.of(table.build()).refusal()).contains("but 0 were wrong");
    assertThat(DecisionFit.of(table.build(), TestTimeViews.mirrored()).decision())
        .isEqualTo(Decision.PLAIN);
  }

  /** A class that single precision rounds to 0 is no infinite loss. */
  @Test
  void temperature_certainMistakes_isFitted() {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < 100; i++) {
      table.add("p" + i, i % 5 == 0 ? 1 : 0, new double[] {1, 0, 0});
    }
    TemperatureFit fit = TemperatureFit.of(table.build());
    assertThat(fit.refusal() + fit.describe("pictures")).doesNotContain("NaN");
  }

  @Test
  void describe_keptTemperature_isOneLine() {
    assertThat(
            new TemperatureFit(1.321, 200, 0.0812, 0.0338, 0.6, 0.5, "")
                .describe("validation pictures"))
        .isEqualTo("temperature 1.32: ECE 0.081 -> 0.034 on 200 validation pictures");
  }

  @Test
  void decision_viewsThatItWasFittedOn_areKept() {
    DecisionFit fit = DecisionFit.of(table(600, 3, 2), TestTimeViews.mirrored());
    assertThat(fit.decision().views()).isEqualTo("plain and mirrored");
    assertThat(fit.decision().under(TestTimeViews.PLAIN)).isEqualTo(Decision.PLAIN);
  }

  @Test
  void abstention_wishThatCannotBeKept_saysWhatCould() {
    AbstentionFit fit = AbstentionFit.of(table(60, 1, 3), 0.01, 0.95);
    assertThat(fit.abstention()).isEmpty();
    assertThat(fit.errorBound()).isBetween(0.01, 1.0);
    // 60 samples are tried at 6 thresholds: ln(0.05 / 6) / ln(0.99) pictures without a mistake.
    assertThat(fit.describe("validation pictures"))
        .contains("0.01 cannot be promised with 95 % confidence on 60 validation pictures")
        .contains("takes 477 without a mistake")
        .contains("no threshold is stored");
  }

  @Test
  void abstention_wishThatIsKept_answersWithinIt() {
    PredictionTable table = table(2000, 1, 4);
    AbstentionFit fit = AbstentionFit.of(table, 0.15, 0.95);
    Decision decision = DecisionFit.of(table, TestTimeViews.PLAIN, 0.15, 0.95).decision();
    long answered = 0;
    for (int i = 0; i < table.size(); i++) {
      answered += decision.answers(table.probabilities(i)) ? 1 : 0;
    }
    assertThat((double) answered / table.size()).isEqualTo(fit.coverage());
    assertThat(fit.errorRate()).isLessThan(fit.errorBound());
    assertThat(fit.errorBound()).isLessThanOrEqualTo(0.15);
  }

  /**
   * The hardest case: no threshold keeps the wish, the error rate is a hair above it everywhere. A
   * bound that forgot how many thresholds are tried would break the promise far too often.
   */
  @Test
  void abstention_errorJustAboveTheWishEverywhere_isHardlyEverPromised() {
    int broken = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      RandomGenerator random = Seed.of(run).stream("flat");
      double[] confidences = random.doubles(300).toArray();
      boolean[] right = new boolean[300];
      for (int i = 0; i < 300; i++) {
        right[i] = random.nextDouble() >= 0.1001;
      }
      broken += AbstainRule.fit(confidences, right, 0.1, 0.9).coverage() > 0 ? 1 : 0;
    }
    // 40 are allowed; 3 standard deviations of a true rate of 0.1 are 18.
    assertThat(broken).isLessThan(40);
  }

  /** Error rates that grow with coverage and cross the wish in the middle. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.3})
  void abstention_errorGrowsWithCoverage_promiseHolds(double wish) {
    int broken = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      RandomGenerator random = Seed.of(run).stream("growing");
      int n = 500;
      double[] confidences = random.doubles(n).toArray();
      boolean[] right = new boolean[n];
      for (int i = 0; i < n; i++) {
        // Wrong with twice the wish times the share of surer ones: its mean over those is below.
        right[i] = random.nextDouble() >= 2.5 * wish * (1 - confidences[i]);
      }
      AbstainRule rule = AbstainRule.fit(confidences, right, wish, 0.9);
      double truth = rule.coverage() == 0 ? 0 : 2.5 * wish * (1 - rule.threshold()) / 2;
      broken += truth > wish ? 1 : 0;
    }
    assertThat(broken).isLessThan(30);
  }

  @Test
  void abstention_wishOutOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionFit.of(table(60, 1, 3), 1, 0.95))
        .withMessage("wishedErrorRate must be in (0, 1), but was 1.0");
  }
}
