package org.graft4j.data;

import java.util.function.Consumer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Labelled examples that can be gone through once an epoch.
 *
 * <p>Each {@code DataSet} carries the ids of its examples as example metadata ({@code
 * getExampleMetaData(String.class)}), so that a message can name them. The examples and their order
 * in an epoch depend on the source and the epoch's number alone.
 */
public interface BatchSource {

  /**
   * The batches of one epoch; close the iterator if it is {@link AutoCloseable} and not exhausted.
   *
   * @param epoch counts from 0; an evaluation source gives the same whatever it is
   */
  DataSetIterator epoch(int epoch);

  /**
   * Goes through one epoch on the caller's thread, and closes the iterator also if it or the action
   * fails.
   *
   * @param epoch as for {@link #epoch}
   * @param action gets the batches in order
   */
  default void forEachBatch(int epoch, Consumer<? super DataSet> action) {
    DataSetIterator batches = epoch(epoch);
    try {
      while (batches.hasNext()) {
        action.accept(batches.next());
      }
    } finally {
      close(batches);
    }
  }

  private static void close(DataSetIterator batches) {
    if (batches instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the batches could not be closed", e);
      }
    }
  }

  /** Number of examples in an epoch. */
  int examples();

  /** Number of batches in an epoch; the last may be smaller than the others. */
  int batches();
}
