package org.graft4j.layer;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that are needed for one calculation only. Memory outside the heap would wait for the
 * collector, which does not see how much it is; that of a workspace stays the workspace's.
 */
final class Scratch implements AutoCloseable {
  private final List<INDArray> arrays = new ArrayList<>();

  /** Closed with this; must not be or be a view of what lives on. */
  INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  @Override
  public void close() {
    arrays.stream().filter(INDArray::closeable).forEach(INDArray::close);
  }
}
