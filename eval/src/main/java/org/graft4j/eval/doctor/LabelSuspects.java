package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.graft4j.eval.PredictionTable;

/**
 * Finds pictures that may have the wrong label by confident learning (Northcutt, Jiang, Chuang
 * 2021, "Confident learning: estimating uncertainty in dataset labels", arXiv 1911.00068).
 *
 * <p>A class's threshold is the mean probability that its own samples get for it. A sample counts
 * as confidently of the class for which its probability is highest among those that reach their
 * thresholds; where that is not the class it is labelled with, it is a suspect. The order is by the
 * margin between the two probabilities: the likeliest errors first.
 *
 * <p>Predictions must be out of fold. Of a model that learned the labels themselves, wrong ones
 * too, few are suspect; that cannot be told from the table.
 */
public final class LabelSuspects {
  private LabelSuspects() {}

  /**
   * The suspects, the likeliest first, then by id.
   *
   * @param outOfFold predictions for samples that their model did not learn from
   */
  public static List<LabelSuspect> of(PredictionTable outOfFold) {
    double[] thresholds = thresholds(outOfFold);
    List<LabelSuspect> suspects = new ArrayList<>();
    for (int i = 0; i < outOfFold.size(); i++) {
      int label = outOfFold.label(i);
      int confident = confident(outOfFold, i, thresholds);
      // Whatever the thresholds, a class that is more probable than the other one is believed.
      if (confident >= 0 && outOfFold.probability(i, confident) > outOfFold.probability(i, label)) {
        suspects.add(
            new LabelSuspect(
                outOfFold.ids().get(i),
                outOfFold.labels().name(label),
                outOfFold.labels().name(confident),
                outOfFold.probability(i, label),
                outOfFold.probability(i, confident)));
      }
    }
    suspects.sort(
        Comparator.comparingDouble(
                (LabelSuspect s) -> s.labelProbability() - s.suggestedProbability())
            .thenComparing(LabelSuspect::id));
    return suspects;
  }

  /** Of a class without samples 1, which nothing but certainty reaches. */
  private static double[] thresholds(PredictionTable table) {
    double[] sums = new double[table.labels().size()];
    int[] counts = new int[sums.length];
    for (int i = 0; i < table.size(); i++) {
      sums[table.label(i)] += table.probability(i, table.label(i));
      counts[table.label(i)]++;
    }
    double[] thresholds = new double[sums.length];
    Arrays.setAll(thresholds, c -> counts[c] == 0 ? 1 : sums[c] / counts[c]);
    return thresholds;
  }

  /** The most probable class of those that reach their thresholds, the first of equals; or -1. */
  private static int confident(PredictionTable table, int sample, double[] thresholds) {
    int best = -1;
    for (int c = 0; c < thresholds.length; c++) {
      double p = table.probability(sample, c);
      if (p >= thresholds[c] && (best < 0 || p > table.probability(sample, best))) {
        best = c;
      }
    }
    return best;
  }
}
