package org.graft4j.eval.diagnose;

import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionTable;

/** Predictions of which it is known what is right. */
final class Tables {
  static final LabelMap LABELS = LabelMap.of(List.of("cat", "dog"));

  private Tables() {}

  /** Items called {@code first}, {@code first + 1}, ... */
  static PredictionTable table(boolean[] right, int first) {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < right.length; i++) {
      int label = i % 2;
      double own = right[i] ? 0.9 : 0.1;
      table.add(
          "#" + (first + i),
          label,
          label == 0 ? new double[] {own, 1 - own} : new double[] {1 - own, own});
    }
    return table.build();
  }

  static TrainedOnce trained(boolean[] right, int first, int pictures) {
    return new TrainedOnce(
        table(right, first), new TrainingBudget("linear-probe", 5, pictures, 1, 0.01));
  }

  /** Right from one place up to another. */
  static boolean[] right(int n, int from, int to) {
    boolean[] right = new boolean[n];
    for (int i = from; i < to; i++) {
      right[i] = true;
    }
    return right;
  }
}
