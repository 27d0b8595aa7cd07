package org.graft4j.eval.advice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.graft4j.data.BatchSource;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Times a backbone on some of the pictures: the quickest of a few runs, after one to warm up. */
final class CostMeasurement {
  private static final int BATCH = 16;
  private static final int RUNS = 3;

  private CostMeasurement() {}

  /**
   * Measures.
   *
   * @param items at least one; the first ones are read
   * @param pictures that would be trained on
   */
  static Cost of(Backbone backbone, LabelMap labels, List<ImageItem> items, int pictures)
      throws IOException {
    List<ImageItem> some = items.subList(0, Math.min(BATCH, items.size()));
    PictureBatches source = PictureBatches.evaluation(some, labels, backbone.input(), BATCH);
    double decode = Double.POSITIVE_INFINITY;
    double forward = Double.POSITIVE_INFINITY;
    long bytes = 0;
    try (Trunk trunk = Trunk.upTo(backbone.graph(), backbone.featureVertex())) {
      for (int run = 0; run <= RUNS; run++) {
        long start = System.nanoTime();
        try (INDArray batch = batch(source)) {
          long decoded = System.nanoTime();
          trunk.output(batch).close();
          if (run > 0) {
            decode = Math.min(decode, millis(start, decoded));
            forward = Math.min(forward, millis(decoded, System.nanoTime()));
          }
        }
      }
      bytes = trunk.bytes();
    }
    return Cost.of(
        forward / some.size(), decode / some.size(), weightBytes(backbone), bytes, pictures);
  }

  private static INDArray batch(PictureBatches source) throws IOException {
    DataSetIterator epoch = source.epoch(0);
    try {
      return epoch.next().getFeatures();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    } finally {
      BatchSource.close(epoch);
    }
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  private static long weightBytes(Backbone backbone) {
    long parameters = 0;
    for (String vertex :
        GraphEdits.ancestors(backbone.graph().getConfiguration(), backbone.featureVertex())) {
      parameters += backbone.graph().getVertex(vertex).numParams();
    }
    return parameters * Float.BYTES;
  }
}
