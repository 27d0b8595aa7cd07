package org.graft4j.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of an array as a buffer, for copies in bulk. */
final class RowBytes {
  private RowBytes() {}

  /**
   * The array's own memory in the order of its elements; valid as long as the array.
   *
   * @param array in {@code c} order, no view, of at most 2 GiB
   */
  static ByteBuffer of(INDArray array) {
    long bytes = array.length() * array.dataType().width();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "rows read or put together must take at most 2 GiB, but were of shape "
              + Arrays.toString(array.shape()));
    }
    try (Pointer memory = new Pointer(array.data().addressPointer())) {
      ByteBuffer buffer = memory.capacity(bytes).asByteBuffer();
      return buffer.order(ByteOrder.nativeOrder());
    }
  }
}
