package org.graft4j.data;

import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * One pass over the pictures of a {@link PictureBatches}. Work begins with the first batch that is
 * asked for; the threads end with the last one or with {@link #close}.
 */
final class PictureEpoch implements DataSetIterator, AutoCloseable {
  private final PictureBatches source;
  private final List<ImageItem> order;
  private final int epoch;
  private final Queue<BatchInFlight> inFlight = new ArrayDeque<>();
  private int submitted;
  private int taken;
  private @Nullable ExecutorService workers;
  private @Nullable DataSetPreProcessor preProcessor;

  PictureEpoch(PictureBatches source, List<ImageItem> order, int epoch) {
    this.source = source;
    this.order = order;
    this.epoch = epoch;
  }

  @Override
  public boolean hasNext() {
    return taken < order.size();
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " has no more batches");
    }
    submit();
    DataSet batch;
    try {
      batch = inFlight.remove().await();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    taken += batch.numExamples();
    if (hasNext()) {
      submit();
    } else {
      close();
    }
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  private void submit() {
    ExecutorService pool = workers;
    if (pool == null) {
      pool = DecodingThreads.start(source.threads());
      workers = pool;
    }
    while (submitted < order.size() && inFlight.size() < source.batchesAhead()) {
      int end = (int) Math.min(order.size(), (long) submitted + source.batchSize());
      inFlight.add(new BatchInFlight(source, order.subList(submitted, end), epoch, pool));
      submitted = end;
    }
  }

  /** Stops the threads and gives no more batches. */
  @Override
  public void close() {
    taken = order.size();
    inFlight.clear();
    if (workers != null) {
      workers.shutdownNow();
      workers = null;
    }
  }

  /** Goes through the same epoch again, from its beginning. */
  @Override
  public void reset() {
    close();
    submitted = 0;
    taken = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** No: pictures are decoded ahead already, and DL4J's prefetching would only copy them. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  /** Batches have the size that the source was made with. */
  @Override
  public DataSet next(int count) {
    if (count != source.batchSize()) {
      throw new UnsupportedOperationException(
          "batches have " + source.batchSize() + " pictures, and " + count + " were asked for");
    }
    return next();
  }

  @Override
  public int batch() {
    return source.batchSize();
  }

  @Override
  public int inputColumns() {
    return 3 * source.spec().height() * source.spec().width();
  }

  @Override
  public int totalOutcomes() {
    return source.labels().size();
  }

  @Override
  public List<String> getLabels() {
    return source.labels().names();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public @Nullable DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }
}
