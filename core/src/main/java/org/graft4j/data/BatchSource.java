package org.graft4j.data;

import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Labelled examples that can be gone through once an epoch.
 *
 * <p>Each {@code DataSet} carries the ids of its examples as example metadata ({@code
 * getExampleMetaData(String.class)}), so that a message can name them, and no masks. The examples
 * and their order in an epoch depend on the source and the epoch's number alone.
 */
public interface BatchSource {

  /**
   * The batches of one epoch; {@link #close} it if it is not exhausted.
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

  /** Number of examples in an epoch. */
  int examples();

  /** Number of batches in an epoch; the last may be smaller than the others. */
  int batches();

  /**
   * Refuses a batch with masks. What reads features and labels alone would count what a mask hides
   * like everything else.
   *
   * @throws IllegalArgumentException naming the batch's first id
   */
  static void requireNoMasks(DataSet batch) {
    if (!batch.hasMaskArrays()) {
      return;
    }
    List<String> ids = batch.getExampleMetaData(String.class);
    throw new IllegalArgumentException(
        (ids == null || ids.isEmpty()
                ? "a batch without ids"
                : "the batch that begins with '" + ids.get(0) + "'")
            + " must have no masks, but has some, which are not read here: leave out what they"
            + " hide");
  }

  /** Ends an iterator of an epoch that need not be exhausted: its threads stop. */
  static void close(DataSetIterator iterator) {
    if (iterator instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("cannot close the source of batches", e);
      }
    }
  }
}
