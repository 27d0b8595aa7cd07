package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a network in the layouts that its primitives chose; all programs of a trunk share
 * them. Thread-safe; once made, an array is never written to.
 */
final class PackedWeights implements AutoCloseable {
  private final Map<String, List<Array>> arrays = new HashMap<>();
  private long bytes;

  /** An array and the memory under it. */
  private record Array(memory data, Buffers home) {}

  /** Keeps an array under a name, in the layout that it is handed in. */
  synchronized void put(String name, float[] values, memory.desc layout) {
    Array array = room(layout);
    try (FloatPointer target = new FloatPointer(array.data().get_data_handle())) {
      target.put(values);
    }
    arrays.put(name, new ArrayList<>(List.of(array)));
  }

  /** How many numbers an array has. */
  synchronized long size(String name) {
    return arrays.get(name).get(0).data().get_desc().get_size() / Float.BYTES;
  }

  /** The array in a layout; turned into it for the first to ask. */
  memory get(String name, memory.desc layout, stream queue) {
    return get(name, null, layout, queue);
  }

  /**
   * The same for an array that is read under another shape.
   *
   * @param readAs the layout, of that shape, of what was put in; null for the layout it came with
   */
  synchronized memory get(
      String name, memory.@Nullable desc readAs, memory.desc layout, stream queue) {
    List<Array> known = arrays.get(name);
    for (Array array : known) {
      if (array.data().get_desc().equals(layout)) {
        return array.data();
      }
    }
    Array packed = room(layout);
    memory from = known.get(0).data();
    if (readAs != null) {
      from = new memory(readAs, OneDnn.cpu(), from.get_data_handle());
    }
    new reorder(from, packed.data()).execute(queue, from, packed.data());
    queue._wait();
    known.add(packed);
    return packed.data();
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
    arrays.values().forEach(list -> list.forEach(array -> array.home().close()));
    arrays.clear();
  }
}
