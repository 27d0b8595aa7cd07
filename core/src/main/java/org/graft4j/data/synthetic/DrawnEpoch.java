package org.graft4j.data.synthetic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The batches of one epoch in order. Worker threads draw single pictures into plain arrays, at most
 * two batches ahead; the arrays become tensors on the caller's thread.
 */
final class DrawnEpoch implements DataSetIterator, AutoCloseable {
  private static final int AHEAD = 2;

  private final DrawnBatches source;
  private final int epoch;
  private final float[][] table;
  private final int[] labels;
  private final Queue<Future<float[]>> drawn = new ArrayDeque<>();
  private int submitted;
  private int taken;
  private @Nullable ExecutorService workers;
  private @Nullable DataSetPreProcessor preProcessor;

  DrawnEpoch(DrawnBatches source, int epoch) {
    this.source = source;
    this.epoch = epoch;
    this.table = normalisation(source.input());
    this.labels = source.labels(epoch);
  }

  /** The prepared value of each of the 256 values of a byte, for each channel of the tensor. */
  private static float[][] normalisation(InputSpec input) {
    float[][] table = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int value = 0; value < 256; value++) {
        table[c][value] = (float) ((value / 255.0 - input.mean().get(c)) / input.std().get(c));
      }
    }
    return table;
  }

  @Override
  public boolean hasNext() {
    return taken < source.examples();
  }

  @Override
  public DataSet next() {
    return next(source.batchSize());
  }

  @Override
  public DataSet next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("epoch " + epoch + " has no more batches");
    }
    int n = Math.min(count, source.examples() - taken);
    submitUpTo(Math.min(source.examples(), taken + n + AHEAD * source.batchSize()));
    int side = source.input().width();
    float[] features = new float[n * 3 * side * side];
    float[] oneHot = new float[n * source.task().labels().size()];
    List<String> ids = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      float[] pixels = await(drawn.remove());
      System.arraycopy(pixels, 0, features, i * pixels.length, pixels.length);
      oneHot[i * source.task().labels().size() + labels[taken]] = 1;
      ids.add(id(taken));
      taken++;
    }
    if (!hasNext()) {
      close();
    }
    return batch(features, oneHot, ids);
  }

  private String id(int index) {
    String label = source.task().labels().name(labels[index]);
    return String.format(Locale.ROOT, "%s/%s/epoch-%d/%d", source.task(), label, epoch, index);
  }

  private DataSet batch(float[] features, float[] oneHot, List<String> ids) {
    int side = source.input().width();
    INDArray x = Nd4j.create(features, new long[] {ids.size(), 3, side, side}, 'c');
    INDArray y = Nd4j.create(oneHot, new long[] {ids.size(), totalOutcomes()}, 'c');
    DataSet batch = new DataSet(x, y);
    batch.setExampleMetaData(ids);
    batch.setLabelNames(getLabels());
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  private void submitUpTo(int end) {
    if (submitted < end && workers == null) {
      workers = Executors.newFixedThreadPool(source.threads(), DrawnEpoch::daemon);
    }
    for (; submitted < end; submitted++) {
      int index = submitted;
      drawn.add(workers.submit(() -> pixels(index)));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "graft4j-draw");
    thread.setDaemon(true);
    return thread;
  }

  /** One picture, prepared, as the planes of its channels. */
  private float[] pixels(int index) {
    int side = source.input().width();
    Picture picture =
        source.task().draw(labels[index], side, source.seed().stream("draw", epoch, index));
    boolean bgr = source.input().channels() == InputSpec.ChannelOrder.BGR;
    byte[] rgb = picture.rgb();
    int area = side * side;
    float[] planes = new float[3 * area];
    for (int c = 0; c < 3; c++) {
      int from = bgr ? 2 - c : c;
      for (int i = 0; i < area; i++) {
        planes[c * area + i] = table[c][rgb[3 * i + from] & 0xff];
      }
    }
    return planes;
  }

  private static float[] await(Future<float[]> picture) {
    try {
      return picture.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a picture to be drawn", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a picture could not be drawn", e.getCause());
    }
  }

  /** Stops the threads; the iterator gives no more batches. */
  @Override
  public void close() {
    taken = source.examples();
    drawn.clear();
    if (workers != null) {
      workers.shutdownNow();
      workers = null;
    }
  }

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

  /** No: the pictures are drawn ahead already. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return source.batchSize();
  }

  @Override
  public int inputColumns() {
    return 3 * source.input().width() * source.input().height();
  }

  @Override
  public int totalOutcomes() {
    return source.task().labels().size();
  }

  @Override
  public List<String> getLabels() {
    return source.names();
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
