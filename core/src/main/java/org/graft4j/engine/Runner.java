package org.graft4j.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to run a trunk. Confined to one thread at a time. */
interface Runner extends AutoCloseable {

  /** A new array, the caller's own. */
  INDArray run(INDArray batch);

  /** Memory outside the heap that it holds beyond what all runners share. */
  long bytes();

  @Override
  void close();
}
