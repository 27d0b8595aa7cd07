package org.graft4j.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.ImageItem;

/**
 * What the trunk makes of each item of a list: one row of numbers an item, in the order of the
 * list. Immutable once made.
 */
final class Features {
  private final List<ImageItem> items;
  private final int classes;
  private final float[][] rows;

  private Features(List<ImageItem> items, int classes, float[][] rows) {
    this.items = items;
    this.classes = classes;
    this.rows = rows;
  }

  /**
   * Runs the trunk once over a source.
   *
   * @param trunk one output of shape {@code [batch, width]}
   * @param epoch which epoch of the source; its order does not matter, rows are placed by id
   * @param done told how many pictures are through, after each batch; what it throws ends the run
   */
  static Features of(
      ComputationGraph trunk,
      List<ImageItem> items,
      int classes,
      BatchSource source,
      int epoch,
      IntConsumer done) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).id(), i);
    }
    float[][] rows = new float[items.size()][];
    AtomicInteger count = new AtomicInteger();
    source.forEachBatch(
        epoch,
        batch -> {
          float[][] output = trunk.outputSingle(false, batch.getFeatures()).toFloatMatrix();
          List<String> ids = batch.getExampleMetaData(String.class);
          for (int i = 0; i < output.length; i++) {
            rows[places.get(ids.get(i))] = finite(output[i], ids.get(i));
          }
          done.accept(count.addAndGet(output.length));
        });
    return new Features(List.copyOf(items), classes, rows);
  }

  private static float[] finite(float[] row, String id) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException(
            "the backbone's features of '" + id + "' hold " + value + ": are the weights right?");
      }
    }
    return row;
  }

  int size() {
    return rows.length;
  }

  int classes() {
    return classes;
  }

  float[] row(int index) {
    return rows[index];
  }

  int label(int index) {
    return items.get(index).label();
  }

  String id(int index) {
    return items.get(index).id();
  }
}
