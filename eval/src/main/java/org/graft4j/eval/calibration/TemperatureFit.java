package org.graft4j.eval.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.Tempering;
import org.graft4j.model.Decision;

/**
 * A temperature with what it is worth, or the reason why there is none. Immutable.
 *
 * <p>"After" is measured by cross-fitting: each fifth of the samples at the temperature of the
 * other four, so that no sample tells its own temperature. The temperature itself is of all. The
 * losses are those of reports, with a probability of 0 taken as 2.2e-16.
 *
 * @param temperature 1 where none was fitted
 * @param samples that it was fitted on
 * @param errorBefore ECE over 15 bins without it, in [0, 1]
 * @param errorAfter ECE with it; as before where none was fitted
 * @param lossBefore mean log loss without it
 * @param lossAfter mean log loss with it; as before where none was fitted
 * @param refusal why there is none; empty where there is one
 */
public record TemperatureFit(
    double temperature,
    int samples,
    double errorBefore,
    double errorAfter,
    double lossBefore,
    double lossAfter,
    String refusal) {

  /** Fewer do not tell how sure a network may be. */
  public static final int FEWEST_SAMPLES = 50;

  /**
   * A temperature is told by the mistakes and how sure they were: ten for the one number, after the
   * rule of ten events a variable (Peduzzi et al. 1996, J. Clin. Epidemiol. 49).
   */
  public static final int FEWEST_MISTAKES = 10;

  private static final int FOLDS = 5;

  /** A float softmax has 0 for what is less: a logarithm that a fit can use. */
  private static final double LEAST_PROBABILITY = Float.MIN_VALUE;

  /**
   * Fits the temperature.
   *
   * <p>There is none where the samples are too few, all right or all wrong, where the best one lies
   * beyond {@link org.graft4j.model.Decision}'s range, and where it does not lower the cross-fitted
   * log loss: a network that is calibrated already is left alone.
   *
   * @param table probabilities at temperature 1, of samples that the network was not trained on.
   *     Where epochs or settings were chosen by the same ones, the network looks a little surer of
   *     itself there than it may be: the temperature then errs to the low side
   */
  public static TemperatureFit of(PredictionTable table) {
    int n = table.size();
    int mistakes = 0;
    for (int i = 0; i < n; i++) {
      mistakes += table.correct(i) ? 0 : 1;
    }
    Measures before = Measures.of(table);
    if (n < FEWEST_SAMPLES || mistakes < FEWEST_MISTAKES || n - mistakes < FEWEST_MISTAKES) {
      return refused(
          n,
          before,
          String.format(
              Locale.ROOT,
              "it takes %d with %d right and %d wrong ones among them, but %d were wrong",
              FEWEST_SAMPLES,
              FEWEST_MISTAKES,
              FEWEST_MISTAKES,
              mistakes));
    }
    double best = fit(table, -1);
    if (best <= TemperatureScaling.LEAST || best >= TemperatureScaling.MOST) {
      return refused(n, before, "the best one lies beyond 0.05 to 20");
    }
    Measures after = Measures.of(crossFitted(table));
    if (!(after.loss() < before.loss())) {
      return refused(
          n,
          before,
          String.format(
              Locale.ROOT,
              "%.2f would not help: log loss %.4f -> %.4f",
              best,
              before.loss(),
              after.loss()));
    }
    return new TemperatureFit(
        best, n, before.error(), after.error(), before.loss(), after.loss(), "");
  }

  private static TemperatureFit refused(int n, Measures before, String reason) {
    return new TemperatureFit(
        1, n, before.error(), before.error(), before.loss(), before.loss(), reason);
  }

  private record Measures(double error, double loss) {
    static Measures of(PredictionTable table) {
      ClassificationReport report = ClassificationReport.of("fit", table);
      return new Measures(report.expectedCalibrationError().orElseThrow(), report.logLoss());
    }
  }

  /**
   * The report on the very samples that it was fitted on, cross-fitted: its ECE and log loss are
   * {@code errorAfter} and {@code lossAfter}. No prediction changes. Of other samples the model
   * itself is to be evaluated.
   *
   * @param split what the samples are, say {@code "validation"}
   * @param table that of the fit, at temperature 1
   */
  public ClassificationReport report(String split, PredictionTable table) {
    if (table.size() != samples) {
      throw new IllegalArgumentException(
          "table must be that of the fit, of " + samples + " samples, but had " + table.size());
    }
    return kept()
        ? ClassificationReport.of(split, crossFitted(table))
            .withTempering(Tempering.of(temperature, true, table))
        : ClassificationReport.of(split, table);
  }

  /** Every fifth sample is a fold: tables go class by class, so that each fold has all classes. */
  private static PredictionTable crossFitted(PredictionTable table) {
    Decision[] of = new Decision[FOLDS];
    for (int fold = 0; fold < FOLDS; fold++) {
      of[fold] = new Decision(fit(table, fold), Optional.empty(), Decision.PLAIN.views());
    }
    PredictionTable.Builder scaled = PredictionTable.of(table.labels());
    for (int i = 0; i < table.size(); i++) {
      scaled.add(
          table.ids().get(i), table.label(i), of[i % FOLDS].calibrated(table.probabilities(i)));
    }
    return scaled.build();
  }

  private static double fit(PredictionTable table, int withoutFold) {
    List<double[]> logarithms = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      if (i % FOLDS != withoutFold) {
        logarithms.add(logarithms(table.probabilities(i)));
        labels.add(table.label(i));
      }
    }
    return TemperatureScaling.fit(
        logarithms, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static double[] logarithms(double[] probabilities) {
    return Arrays.stream(probabilities)
        .map(p -> Math.log(Math.max(p, LEAST_PROBABILITY)))
        .toArray();
  }

  /** Whether there is a temperature. */
  public boolean kept() {
    return refusal.isEmpty();
  }

  /**
   * One line, say {@code temperature 1.32: ECE 0.081 -> 0.034 on 200 validation pictures}.
   *
   * @param pictures what the samples are, say {@code "validation pictures"}
   */
  public String describe(String pictures) {
    return kept()
        ? String.format(
            Locale.ROOT,
            "temperature %.2f: ECE %.3f -> %.3f on %d %s",
            temperature,
            errorBefore,
            errorAfter,
            samples,
            pictures)
        : String.format(
            Locale.ROOT,
            "temperature 1: none fitted on %d %s, ECE %.3f; %s",
            samples,
            pictures,
            errorBefore,
            refusal);
  }
}
