package org.graft4j.featurise.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.graft4j.data.BatchSource;
import org.graft4j.features.RowKey;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trunk's way over some pictures: they are decoded ahead, run in batches, handed to the cache,
 * and given row by row in their order. Confined to one thread.
 */
public final class TrunkPass implements AutoCloseable {
  private final FrozenPart part;
  private final Features features;
  private final DataSetIterator pictures;
  private int done;
  private int given;
  private int blockFrom;
  private INDArray block;

  /** Over at least one picture; nothing is decoded before the first row is asked for. */
  public TrunkPass(FrozenPart part, Features features) {
    this.part = part;
    this.features = features;
    this.pictures = part.pictures(features.items(), features.view()).epoch(features.view());
    this.block = Nd4j.empty();
  }

  /** Whether pictures are left. */
  public boolean hasNextBlock() {
    return done < features.size();
  }

  /** Runs the next batch and offers its rows to the cache; gives how many pictures are through. */
  public int nextBlock() {
    DataSet batch = pictures.next();
    int from = done;
    int to = from + batch.numExamples();
    List<RowKey> keys = features.keys().subList(from, to);
    release();
    try {
      block = part.run(batch.getFeatures(), features.items().subList(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } finally {
      batch.getFeatures().close();
    }
    part.rows(features.view()).put(keys, block);
    blockFrom = from;
    done = to;
    return done;
  }

  /** The next picture's row, {@code [...row shape]}, valid until the next one is asked for. */
  public INDArray nextRow() {
    if (given == done) {
      nextBlock();
    }
    return block.slice(given++ - blockFrom);
  }

  /** At once, not when the garbage collector gets to it: memory must not grow with the pictures. */
  private void release() {
    if (block.closeable()) {
      block.close();
    }
  }

  /** Ends the decoding, and lets go of the last rows. */
  @Override
  public void close() {
    release();
    BatchSource.close(pictures);
  }
}
