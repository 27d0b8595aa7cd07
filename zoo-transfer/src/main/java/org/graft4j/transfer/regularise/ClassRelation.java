package org.graft4j.transfer.regularise;

import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.ImageItem;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.internal.SourceClassifier;

/** For each target class a distribution over the source classes: {@code p(source | target)}. */
final class ClassRelation {
  private static final int AT_ONCE = 1024;

  private final double[][] given;

  private ClassRelation(double[][] given) {
    this.given = given;
  }

  /**
   * The mean of what the pretrained source head says of the training pictures of each class as they
   * are, without augmentation.
   *
   * @param temperature what the logarithms of its probabilities are divided by, positive
   */
  static ClassRelation learned(StageContext stage, SourceClassifier head, double temperature)
      throws IOException {
    ComputationGraph pretrained = stage.backbone().graph();
    List<ImageItem> items = stage.split().train();
    StageContext.KeptRows rows =
        stage.plainRowsOf(pretrained, head.output(), stage.backbone().input(), items);
    double[][] sums = new double[stage.split().labels().size()][head.classes()];
    int[] counts = new int[sums.length];
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      List<ImageItem> some = items.subList(from, Math.min(items.size(), from + AT_ONCE));
      float[] values = rows.rows(some.stream().map(ImageItem::id).toList(), 0);
      for (int i = 0; i < some.size(); i++) {
        int label = some.get(i).label();
        addTempered(values, i * head.classes(), temperature, sums[label]);
        counts[label]++;
      }
    }
    for (int label = 0; label < sums.length; label++) {
      for (int source = 0; source < head.classes(); source++) {
        // A class without a picture says nothing: its row stays zero.
        sums[label][source] /= Math.max(1, counts[label]);
      }
    }
    return new ClassRelation(sums);
  }

  /** Adds {@code p^(1/T)}, which sums to 1 again. */
  private static void addTempered(float[] values, int at, double temperature, double[] sums) {
    double total = 0;
    for (int source = 0; source < sums.length; source++) {
      total += Math.pow(values[at + source], 1 / temperature);
    }
    for (int source = 0; source < sums.length; source++) {
      sums[source] += Math.pow(values[at + source], 1 / temperature) / total;
    }
  }

  /**
   * Translates labels.
   *
   * @param labels rows of at least as many numbers as there are target classes, the first of them
   *     the label, one-hot or soft
   * @param width of a row
   * @return {@code [rows, source classes]}; zeros for a row without a label
   */
  double[] of(double[] labels, int rows, int width) {
    int classes = given[0].length;
    double[] wanted = new double[rows * classes];
    for (int i = 0; i < rows; i++) {
      for (int label = 0; label < given.length; label++) {
        double share = labels[i * width + label];
        for (int source = 0; share != 0 && source < classes; source++) {
          wanted[i * classes + source] += share * given[label][source];
        }
      }
    }
    return wanted;
  }
}
