package org.graft4j.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Training data whose batches are mixed: batch {@code b} of epoch {@code e} draws from a stream of
 * (seed, e, b), so that a resumed run mixes as an uninterrupted one. Ids stay those of the examples
 * at their places.
 *
 * <p>Batches are mixed in place, in the memory that the source made for them: a source that gives
 * the same {@code DataSet} twice must not be mixed. Thread-safe if the source is; each iterator is
 * confined to one thread.
 */
public final class MixedBatches implements BatchSource {
  private final BatchSource source;
  private final BatchMixing mixing;
  private final Seed seed;

  private MixedBatches(BatchSource source, BatchMixing mixing, Seed seed) {
    this.source = source;
    this.mixing = mixing;
    this.seed = seed;
  }

  /** The source with its batches mixed; the source itself if the mixing is none. */
  public static BatchSource of(BatchSource source, BatchMixing mixing, Seed seed) {
    return mixing.isNone() ? source : new MixedBatches(source, mixing, seed);
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    return new Epoch(source.epoch(epoch), mixing, seed, epoch);
  }

  @Override
  public int examples() {
    return source.examples();
  }

  @Override
  public int batches() {
    return source.batches();
  }

  /** One epoch; closes the source's with itself. */
  private static final class Epoch implements DataSetIterator, AutoCloseable {
    private final DataSetIterator batches;
    private final BatchMixing mixing;
    private final Seed seed;
    private final int epoch;
    private long next;

    Epoch(DataSetIterator batches, BatchMixing mixing, Seed seed, int epoch) {
      this.batches = batches;
      this.mixing = mixing;
      this.seed = seed;
      this.epoch = epoch;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public DataSet next() {
      return mixed(batches.next());
    }

    @Override
    public DataSet next(int count) {
      return mixed(batches.next(count));
    }

    private DataSet mixed(DataSet batch) {
      BatchSource.requireNoMasks(batch);
      mixing.draw(seed.stream("mix", epoch, next++)).apply(batch.getFeatures(), batch.getLabels());
      return batch;
    }

    @Override
    public void reset() {
      batches.reset();
      next = 0;
    }

    @Override
    public void close() {
      BatchSource.close(batches);
    }

    @Override
    public boolean resetSupported() {
      return batches.resetSupported();
    }

    /** No: batches are mixed in memory that their source may use again. */
    @Override
    public boolean asyncSupported() {
      return false;
    }

    @Override
    public int batch() {
      return batches.batch();
    }

    @Override
    public int inputColumns() {
      return batches.inputColumns();
    }

    @Override
    public int totalOutcomes() {
      return batches.totalOutcomes();
    }

    @Override
    public List<String> getLabels() {
      return batches.getLabels();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
      batches.setPreProcessor(preProcessor);
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
      return batches.getPreProcessor();
    }
  }
}
