package org.graft4j.data;

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
   * The batches of one epoch; {@link #close} it if it is not exhausted.
   *
   * @param epoch counts from 0; an evaluation source gives the same whatever it is
   */
  DataSetIterator epoch(int epoch);

  /** Number of examples in an epoch. */
  int examples();

  /** Number of batches in an epoch; the last may be smaller than the others. */
  int batches();

  /** Ends an iterator of an epoch that need not be exhausted: its threads stop. */
  static void close(DataSetIterator iterator) {
    if (iterator instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close the source of batches", e);
      }
    }
  }
}
