package org.graft4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch whose pictures are in the making, each in its own place of one array, so that it does not
 * matter which is ready first.
 */
final class BatchInFlight {
  private final BatchesAhead.Pictures pictures;
  private final LabelMap labels;
  private final InputSpec input;
  private final int from;
  private final float[] features;
  private final List<Future<?>> places = new ArrayList<>();

  /**
   * Begins with the work.
   *
   * @param features to be written and read as long as this is in the making; {@code depth * height
   *     * width} numbers a picture, whatever they are now
   */
  BatchInFlight(
      BatchesAhead.Pictures pictures,
      LabelMap labels,
      InputSpec input,
      int from,
      int to,
      float[] features,
      ExecutorService workers) {
    this.pictures = pictures;
    this.labels = labels;
    this.input = input;
    this.from = from;
    int each = input.depth() * input.height() * input.width();
    this.features = features;
    for (int i = from; i < to; i++) {
      int index = i;
      places.add(
          workers.submit(
              () -> {
                pictures.write(index, features, (index - from) * each);
                return null;
              }));
    }
  }

  /** The memory that it was given: free again after {@link #await}. */
  float[] features() {
    return features;
  }

  /** Waits for all pictures; the first one of the batch that failed is what is thrown. */
  DataSet await() {
    int size = places.size();
    float[] oneHot = new float[size * labels.size()];
    List<String> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String id = pictures.id(from + i);
      await(places.get(i), id);
      oneHot[i * labels.size() + pictures.label(from + i)] = 1;
      ids.add(id);
    }
    INDArray x = tensor(features, size, input.depth(), input.height(), input.width());
    INDArray y = tensor(oneHot, size, labels.size());
    DataSet batch = new DataSet(x, y);
    batch.setExampleMetaData(ids);
    batch.setLabelNames(labels.names());
    return batch;
  }

  /** A float tensor whatever ND4J's default type is. */
  private static INDArray tensor(float[] values, long... shape) {
    return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'c'), 'c', DataType.FLOAT);
  }

  private static void await(Future<?> picture, String id) {
    try {
      picture.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were being prepared", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      if (e.getCause() instanceof UnreadablePictureException cause) {
        throw new UncheckedIOException(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof IOException cause) {
        throw new UncheckedIOException("cannot read picture '" + id + "': " + cause, cause);
      }
      throw new IllegalStateException(
          "preparing picture '" + id + "' failed: " + e.getCause(), e.getCause());
    }
  }
}
