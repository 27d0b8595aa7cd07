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
   * The batches of one epoch; close the iterator if it is {@link AutoCloseable} and not exhausted.
   *
   * @param epoch counts from 0; an evaluation source gives the same whatever it is
   */
  DataSetIterator epoch(int epoch);

  /** Number of examples in an epoch. */
  int examples();

  /** Number of batches in an epoch; the last may be smaller than the others. */
  int batches();
}
