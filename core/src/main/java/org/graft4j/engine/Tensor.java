package org.graft4j.engine;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value in a layout that oneDNN knows.
 *
 * @param dims batch first, channels second, whatever the layout
 * @param buffer what it lies in; null if the memory is not the program's own
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Tensor(memory data, long[] dims, Buffers.@Nullable Buffer buffer) {

  memory.desc layout() {
    return data.get_desc();
  }

  /** Any layout: the primitive that is made with it chooses. */
  static memory.desc anyLayout(long... dims) {
    return new memory.desc(dims, memory.data_type.f32, memory.format_tag.any);
  }

  /** Row by row, as ND4J's order 'c'. */
  static memory.desc plainLayout(long... dims) {
    long[] strides = new long[dims.length];
    long step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= dims[i];
    }
    return new memory.desc(dims, memory.data_type.f32, strides);
  }

  /** Pictures place by place; rows as they are. */
  static memory.desc channelsLast(long... dims) {
    if (dims.length == 2) {
      return plainLayout(dims);
    }
    long channels = dims[1];
    long row = dims[3] * channels;
    long[] strides = {dims[2] * row, 1, row, channels};
    return new memory.desc(dims, memory.data_type.f32, strides);
  }

  /** Memory of the caller's. */
  static Tensor over(Pointer start, memory.desc layout, long... dims) {
    return new Tensor(new memory(layout, OneDnn.cpu(), start), dims, null);
  }

  /** An array of ND4J's, of rank 1 or more, as its strides say. */
  static Tensor over(INDArray array) {
    long[] dims = array.shape();
    memory.desc layout = new memory.desc(dims, memory.data_type.f32, array.stride());
    return over(array.data().addressPointer(), layout, dims);
  }

  /** An array's numbers in a row: DL4J keeps a bias as a matrix of one row. */
  static Tensor row(INDArray array) {
    long length = array.length();
    return over(array.data().addressPointer(), plainLayout(length), length);
  }

  /** Puts another array of the same shape and strides under it. */
  void bind(INDArray array) {
    data.set_data_handle(array.data().addressPointer());
  }

  static Tensor in(Buffers.Buffer buffer, memory.desc layout, long... dims) {
    return new Tensor(new memory(layout, OneDnn.cpu(), buffer.start()), dims, buffer);
  }

  /** The same numbers under another shape. */
  Tensor viewed(memory.desc layout, long... as) {
    memory view = new memory(layout, OneDnn.cpu(), data.get_data_handle());
    return new Tensor(view, as, buffer);
  }
}
