package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network for batches of one shape: primitives with their layouts and memory, made once and run
 * again and again without taking any. Confined to one thread at a time.
 */
final class Program implements AutoCloseable {
  private final stream queue = new stream(OneDnn.cpu());
  private final Buffers buffers = new Buffers();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Tensor> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final List<INDArray> kept = new ArrayList<>();
  private final Tensor input;
  private final Tensor output;

  /**
   * Makes the program by running it once.
   *
   * @param batch whose shape counts
   */
  Program(InferenceNetwork network, INDArray batch) {
    network.nodes().forEach(n -> n.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
    long[] dims = batch.shape();
    input = Tensor.over(batch.data().addressPointer(), Tensor.plainLayout(dims), dims);
    bind(input, batch);
    InferenceSteps ops = new InferenceSteps(this, network);
    readers.merge(network.last().name(), 1, Integer::sum);
    for (FusedNode node : network.nodes()) {
      values.put(node.name(), node.op() instanceof Op.Input ? input : ops.add(node));
      node.inputs().forEach(this::read);
    }
    Tensor result = values.get(network.last().name());
    long[] shape = result.dims();
    // Each run puts its own array under it; this one serves the run that makes the program.
    try (INDArray first = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c')) {
      output = Tensor.over(first.data().addressPointer(), Tensor.plainLayout(shape), shape);
      fill(output, result);
    }
  }

  /** A new array, the caller's own. */
  INDArray run(INDArray batch) {
    bind(input, batch);
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, output.dims(), 'c');
    bind(output, result);
    steps.forEach(step -> step.run(queue));
    queue._wait();
    return result;
  }

  private static void bind(Tensor tensor, INDArray array) {
    tensor.data().set_data_handle(array.data().addressPointer());
  }

  stream queue() {
    return queue;
  }

  Tensor value(String name) {
    return values.get(name);
  }

  /** Whether the node that is being made is the last to read a value that is the program's own. */
  boolean lastReader(String name) {
    return readers.get(name) == 1 && values.get(name).buffer() != null;
  }

  private void read(String name) {
    int left = readers.merge(name, -1, Integer::sum);
    Tensor value = values.get(name);
    if (left == 0 && value.buffer() != null && !passedOn(value)) {
      buffers.give(value.buffer());
    }
  }

  /** In-place steps give their input's memory to their output. */
  private boolean passedOn(Tensor value) {
    return readers.entrySet().stream()
        .anyMatch(
            e ->
                e.getValue() > 0
                    && values.containsKey(e.getKey())
                    && Objects.equals(values.get(e.getKey()).buffer(), value.buffer()));
  }

  /** Room for a value. */
  Tensor room(memory.desc layout, long... dims) {
    return Tensor.in(buffers.take(layout.get_size()), layout, dims);
  }

  void drop(Tensor value) {
    if (value.buffer() != null) {
      buffers.give(value.buffer());
    }
  }

  /** The value in another layout; itself if it has that already. */
  Tensor in(Tensor value, memory.desc layout) {
    if (value.layout().equals(layout)) {
      return value;
    }
    Tensor target = room(layout, value.dims());
    fill(target, value);
    return target;
  }

  /** The value once more. */
  Tensor copy(Tensor value) {
    Tensor target = room(value.layout(), value.dims());
    fill(target, value);
    return target;
  }

  /** Adds a step that writes a value over another of the same shape, whatever the layouts. */
  void fill(Tensor target, Tensor value) {
    var made =
        new reorder.primitive_desc(
            OneDnn.cpu(), value.layout(), OneDnn.cpu(), target.layout(), Curves.plain(), false);
    add(
        new reorder(made),
        Map.of(dnnl.DNNL_ARG_FROM, value.data(), dnnl.DNNL_ARG_TO, target.data()),
        made.scratchpad_desc().get_size());
  }

  /** Adds a call and makes it once, since a later node may have to see what comes out. */
  void add(primitive call, Map<Integer, memory> memories, long scratchBytes) {
    IntMemoryMap arguments = new IntMemoryMap();
    memories.forEach(arguments::put);
    if (scratchBytes > 0) {
      Tensor scratch = room(bytes(scratchBytes), scratchBytes);
      arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, scratch.data());
      drop(scratch);
    }
    add(new Step.Call(call, arguments));
  }

  void add(Step step) {
    steps.add(step);
    step.run(queue);
    queue._wait();
  }

  private static memory.desc bytes(long count) {
    return new memory.desc(new long[] {count}, memory.data_type.u8, new long[] {1});
  }

  /** Closed with the program. */
  void keep(INDArray array) {
    kept.add(array);
  }

  long bytes() {
    return buffers.bytes();
  }

  @Override
  public void close() {
    buffers.close();
    kept.forEach(INDArray::close);
  }
}
