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
 * A batch whose pictures are being decoded, each into its own place of one array, so that it does
 * not matter which is ready first.
 */
final class BatchInFlight {
  private final PictureBatches source;
  private final List<ImageItem> items;
  private final float[] features;
  private final List<Future<?>> pictures = new ArrayList<>();

  BatchInFlight(PictureBatches source, List<ImageItem> items, int epoch, ExecutorService workers) {
    this.source = source;
    this.items = items;
    int each = 3 * source.spec().height() * source.spec().width();
    this.features = new float[items.size() * each];
    for (int i = 0; i < items.size(); i++) {
      ImageItem item = items.get(i);
      int offset = i * each;
      pictures.add(
          workers.submit(
              () -> {
                source.load(item, epoch, features, offset);
                return null;
              }));
    }
  }

  /** Waits for all pictures; the first one of the batch that failed is what is thrown. */
  DataSet await() {
    for (int i = 0; i < pictures.size(); i++) {
      await(pictures.get(i), items.get(i));
    }
    int classes = source.labels().size();
    float[] oneHot = new float[items.size() * classes];
    for (int i = 0; i < items.size(); i++) {
      oneHot[i * classes + items.get(i).label()] = 1;
    }
    long[] shape = {items.size(), 3, source.spec().height(), source.spec().width()};
    INDArray x = tensor(features, shape);
    INDArray y = tensor(oneHot, new long[] {items.size(), classes});
    DataSet batch = new DataSet(x, y);
    batch.setExampleMetaData(items.stream().map(ImageItem::id).toList());
    batch.setLabelNames(source.labels().names());
    return batch;
  }

  /** A float tensor whatever ND4J's default type is. */
  private static INDArray tensor(float[] values, long[] shape) {
    return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'c'), 'c', DataType.FLOAT);
  }

  private static void await(Future<?> picture, ImageItem item) {
    try {
      picture.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were being decoded", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadablePictureException cause) {
        throw new UncheckedIOException(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof IOException cause) {
        throw new UncheckedIOException("cannot read picture '" + item.id() + "': " + cause, cause);
      }
      throw new IllegalStateException(
          "preparing picture '" + item.id() + "' failed: " + e.getCause(), e.getCause());
    }
  }
}
