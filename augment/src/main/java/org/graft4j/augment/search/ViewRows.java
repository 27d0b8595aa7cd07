package org.graft4j.augment.search;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Rows of the first views of a fold's training items, one view after the other. Refers to the
 * features, which must stay open.
 *
 * @param views {@code [views, items, width]}, view 0 plain
 * @param labels one an item
 * @param classes how many there are
 * @param count of views to learn from, as many as there are at most
 */
record ViewRows(INDArray views, List<Integer> labels, int classes, int count)
    implements TrainingRows {

  @Override
  public LabelledRows of(List<Integer> items) {
    int[] places = items.stream().mapToInt(Integer::intValue).toArray();
    int[] targets = new int[places.length * count];
    INDArray rows =
        Nd4j.createUninitializedDetached(views.dataType(), 'c', targets.length, views.size(2));
    for (int view = 0; view < count; view++) {
      int from = view * places.length;
      try (INDArray part = views.slice(view).getRows(places)) {
        rows.get(NDArrayIndex.interval(from, from + places.length)).assign(part);
      }
      for (int i = 0; i < places.length; i++) {
        targets[from + i] = labels.get(places[i]);
      }
    }
    return LabelledRows.of(rows, targets, classes);
  }
}
