package org.graft4j.data;

import java.io.IOException;
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
 * The batches of one epoch in order, made ahead by several threads: features {@code [batch, depth,
 * height, width]} and one-hot labels {@code [batch, classes]}, both float, with the ids as example
 * metadata and the names of the classes.
 *
 * <p>While the caller is at work, two batches are in the making, or two pictures a thread where
 * that is more; memory holds no more of them. Work begins with the first batch that is asked for.
 * The threads end with the last batch, with {@link #close}, or by themselves a few seconds after
 * the last work if the iterator is dropped halfway. What a batch holds does not depend on the
 * number of threads.
 *
 * <p>A picture that cannot be read stops the iterator with an {@link java.io.UncheckedIOException}
 * that names it, an error such as {@link OutOfMemoryError} as it is, any other failure with an
 * {@link IllegalStateException}. Confined to one thread.
 */
public final class BatchesAhead implements DataSetIterator, AutoCloseable {

  /** The pictures of an epoch in order; called by several threads at once. */
  public interface Pictures {

    /** How many there are. */
    int size();

    /** Names a picture in messages and metadata. */
    String id(int index);

    /** Class of a picture, an index into the label map. */
    int label(int index);

    /**
     * Makes one picture ready for the network.
     *
     * @param target written from {@code offset}, {@code depth * height * width} values
     */
    void write(int index, float[] target, int offset) throws IOException;
  }

  private final Pictures pictures;
  private final LabelMap labels;
  private final InputSpec input;
  private final int batchSize;
  private final int threads;
  private final String threadName;
  private final Queue<BatchInFlight> inFlight = new ArrayDeque<>();

  /**
   * Memory of batches that are done, for the next ones: it is too large to be made anew each time.
   */
  private final Queue<float[]> spare = new ArrayDeque<>();

  private int submitted;
  private int taken;
  private @Nullable ExecutorService workers;
  private @Nullable DataSetPreProcessor preProcessor;

  /**
   * An epoch at its beginning.
   *
   * @param input says how high and wide the pictures are
   * @param batchSize positive; the last batch may be smaller
   * @param threads positive
   * @param threadName what the threads are called in a thread dump
   */
  public BatchesAhead(
      Pictures pictures,
      LabelMap labels,
      InputSpec input,
      int batchSize,
      int threads,
      String threadName) {
    this.pictures = pictures;
    this.labels = labels;
    this.input = input;
    this.batchSize = batchSize;
    this.threads = threads;
    this.threadName = threadName;
  }

  @Override
  public boolean hasNext() {
    return taken < pictures.size();
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has no more batches");
    }
    submit();
    DataSet batch;
    try {
      BatchInFlight first = inFlight.remove();
      batch = first.await();
      spare.add(first.features());
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
      pool = WorkerThreads.start(threadName, threads);
      workers = pool;
    }
    // As many batches as keep every thread busy.
    long ahead = Math.max(2, (2L * threads + batchSize - 1) / batchSize);
    while (submitted < pictures.size() && inFlight.size() < ahead) {
      int end = (int) Math.min(pictures.size(), (long) submitted + batchSize);
      float[] memory = memory((end - submitted) * inputColumns());
      inFlight.add(new BatchInFlight(pictures, labels, input, submitted, end, memory, pool));
      submitted = end;
    }
  }

  private float[] memory(int length) {
    float[] free = spare.poll();
    return free != null && free.length == length ? free : new float[length];
  }

  /** Stops the threads and gives no more batches. */
  @Override
  public void close() {
    taken = pictures.size();
    inFlight.clear();
    spare.clear();
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

  /** No: batches are made ahead already, and DL4J's prefetching would only copy them. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  /** Batches have the size that the source was made with. */
  @Override
  public DataSet next(int count) {
    if (count != batchSize) {
      throw new UnsupportedOperationException(
          "batches have " + batchSize + " pictures, and " + count + " were asked for");
    }
    return next();
  }

  @Override
  public int batch() {
    return batchSize;
  }

  @Override
  public int inputColumns() {
    return input.depth() * input.height() * input.width();
  }

  @Override
  public int totalOutcomes() {
    return labels.size();
  }

  @Override
  public List<String> getLabels() {
    return labels.names();
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
