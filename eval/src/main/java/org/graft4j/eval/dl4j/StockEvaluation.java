package org.graft4j.eval.dl4j;

import java.util.List;
import java.util.Locale;
import org.graft4j.eval.ConfusionMatrix;
import org.graft4j.eval.metric.ClassCounts;
import org.nd4j.evaluation.classification.Evaluation;

/**
 * Makes DL4J's {@link Evaluation} of our counts, for what wants one.
 *
 * <p>Its counts, confusion matrix, class names and accuracy are ours. Its macro averages leave out
 * classes whose value is undefined, and with two classes its precision, recall and F1 are those of
 * the second class alone: take such numbers from the report.
 */
public final class StockEvaluation {
  private StockEvaluation() {}

  /**
   * The evaluation with these counts.
   *
   * @param confusion at most 2^31 - 1 samples, which is what DL4J counts to
   */
  public static Evaluation of(ConfusionMatrix confusion) {
    if (confusion.total() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples must be at most %d for DL4J, but were %d",
              Integer.MAX_VALUE,
              confusion.total()));
    }
    Evaluation evaluation = new Evaluation(confusion.labels().names());
    List<ClassCounts> classes = confusion.perClass();
    for (int i = 0; i < classes.size(); i++) {
      for (int j = 0; j < classes.size(); j++) {
        int count = (int) confusion.count(i, j);
        if (count > 0) {
          evaluation.getConfusion().add(i, j, count);
        }
      }
      ClassCounts counts = classes.get(i);
      evaluation.getTruePositives().incrementCount(i, (double) counts.truePositives());
      evaluation.getFalsePositives().incrementCount(i, (double) counts.falsePositives());
      evaluation.getFalseNegatives().incrementCount(i, (double) counts.falseNegatives());
      evaluation.getTrueNegatives().incrementCount(i, (double) counts.trueNegatives());
    }
    evaluation.setNumRowCounter((int) confusion.total());
    return evaluation;
  }
}
