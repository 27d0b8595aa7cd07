package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of a network in the layouts that its primitives chose; all programs of a trunk share
 * them. Thread-safe; once made, an array is never written to.
 */
final class PackedWeights implements AutoCloseable {
  private final Map<String, List<Array>> arrays = new HashMap<>();
  private final stream queue = new stream(OneDnn.cpu());
  private long bytes;

  /** An array and the memory under it. */
  private static final class Array {
    private final memory data;
    private final Buffers home;
    private boolean handedOut;

    private Array(memory data, Buffers home) {
      this.data = data;
      this.home = home;
    }

    private void close() {
      data.close();
      home.close();
    }
  }

  /** Keeps a copy of a few numbers under a name, in the layout that they are handed in. */
  synchronized void put(String name, float[] values, memory.desc layout) {
    Array array = room(layout);
    try (FloatPointer target = new FloatPointer(array.data.get_data_handle())) {
      target.put(values);
    }
    arrays.put(name, new ArrayList<>(List.of(array)));
  }

  /** Keeps a copy of a matrix {@code [in, out]} of any order, row by row as {@code [out, in]}. */
  synchronized void putTurned(String name, INDArray matrix) {
    long[] dims = {matrix.size(1), matrix.size(0)};
    long[] strides = {matrix.stride(1), matrix.stride(0)};
    Array array = room(Tensor.plainLayout(dims));
    try (memory.desc turned = new memory.desc(dims, memory.data_type.f32, strides);
        memory from = new memory(turned, OneDnn.cpu(), matrix.data().addressPointer())) {
      reorder(from, array.data);
    }
    arrays.put(name, new ArrayList<>(List.of(array)));
  }

  /**
   * Keeps a copy of a convolution's weights, row by row.
   *
   * @param weights {@code [out, in, height, width]}
   * @param scale what the weights of each output are multiplied by; empty for 1
   * @return whether all products are numbers
   */
  synchronized boolean putScaled(String name, INDArray weights, double[] scale) {
    INDArray rows = Rows.of(weights);
    Array array = room(Tensor.plainLayout(rows.shape()));
    float[] one = new float[(int) (rows.length() / rows.size(0))];
    double sum = 0;
    try (FloatPointer from = new FloatPointer(rows.data().addressPointer());
        FloatPointer to = new FloatPointer(array.data.get_data_handle())) {
      for (long out = 0; out < rows.size(0); out++) {
        from.position(out * one.length).get(one);
        for (int i = 0; i < one.length && scale.length > 0; i++) {
          one[i] = (float) (one[i] * scale[(int) out]);
          sum += one[i];
        }
        to.position(out * one.length).put(one);
      }
    } finally {
      Rows.release(rows, weights);
    }
    arrays.put(name, new ArrayList<>(List.of(array)));
    return Double.isFinite(sum);
  }

  /** The array in a layout; turned into it for the first to ask. */
  memory get(String name, memory.desc layout) {
    return get(name, Optional.empty(), layout);
  }

  /**
   * The same for an array that is read under another shape.
   *
   * @param readAs the layout, of that shape, of what was put in
   */
  synchronized memory get(String name, Optional<memory.desc> readAs, memory.desc layout) {
    List<Array> known = arrays.get(name);
    for (Array array : known) {
      if (array.data.get_desc().equals(layout)) {
        array.handedOut = true;
        return array.data;
      }
    }
    Array packed = room(layout);
    packed.handedOut = true;
    Array first = known.get(0);
    // Only what was put in has another shape; what was packed of it has the one that is asked for.
    if (readAs.isPresent() && first.data.get_desc().data().ndims() != layout.data().ndims()) {
      try (memory read = new memory(readAs.get(), OneDnn.cpu(), first.data.get_data_handle())) {
        reorder(read, packed.data);
      }
    } else if (sameShape(first.data.get_desc(), layout)) {
      reorder(first.data, packed.data);
    } else {
      packed.close();
      bytes -= layout.get_size();
      throw new IllegalArgumentException(
          "pictures that the network takes as rows must keep their height and width, but came with others");
    }
    known.add(packed);
    if (!first.handedOut) {
      // Nothing but the packed array is run; a third layout of its shape can be made of it too.
      known.remove(first);
      bytes -= first.data.get_desc().get_size();
      first.close();
    }
    return packed.data;
  }

  private static boolean sameShape(memory.desc one, memory.desc other) {
    int rank = one.data().ndims();
    boolean same = rank == other.data().ndims();
    for (int i = 0; same && i < rank; i++) {
      same = one.data().dims().get(i) == other.data().dims().get(i);
    }
    return same;
  }

  private void reorder(memory from, memory to) {
    try (reorder call = new reorder(from, to)) {
      call.execute(queue, from, to);
      queue._wait();
    }
  }

  private Array room(memory.desc layout) {
    Buffers home = new Buffers();
    Buffers.Buffer buffer = home.take(layout.get_size());
    bytes += layout.get_size();
    return new Array(new memory(layout, OneDnn.cpu(), buffer.start()), home);
  }

  synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized void close() {
    arrays.values().forEach(list -> list.forEach(Array::close));
    arrays.clear();
    queue.close();
    bytes = 0;
  }
}
