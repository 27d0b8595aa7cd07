package org.graft4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Calls and the memory they work in, recorded while they are made for the first time and then
 * played again and again without taking any. Confined to one thread at a time.
 */
final class Recording implements AutoCloseable {
  private final stream queue = new stream(OneDnn.cpu());
  private final Buffers buffers = new Buffers();
  private final List<Step> steps = new ArrayList<>();
  private final List<INDArray> kept = new ArrayList<>();

  /** Makes all calls once more, in their order. */
  void play() {
    steps.forEach(step -> step.run(queue));
    queue._wait();
  }

  /** Room for a value. */
  Tensor room(memory.desc layout, long... dims) {
    return Tensor.in(buffers.take(layout.get_size()), layout, dims);
  }

  /** From here on another value may lie there. */
  void drop(Tensor value) {
    if (value.buffer() != null) {
      buffers.give(value.buffer());
    }
  }

  /** Drops a copy that {@link #in} made; not the value itself if it made none. */
  void dropCopy(Tensor copy, Tensor original) {
    if (!copy.equals(original)) {
      drop(copy);
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
        made,
        Map.of(dnnl.DNNL_ARG_FROM, value.data(), dnnl.DNNL_ARG_TO, target.data()));
  }

  /** Adds a step that sums two values of one layout; the target may be one of them. */
  void sum(Tensor target, Tensor first, Tensor second) {
    memory.desc layout = target.layout();
    var asked = new binary.desc(algorithm.binary_add, layout, layout, layout);
    var made = new binary.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    add(
        new binary(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC_0, first.data(),
            dnnl.DNNL_ARG_SRC_1, second.data(),
            dnnl.DNNL_ARG_DST, target.data()));
  }

  /** Adds the sum of two values of one shape, whatever their layouts. */
  Tensor sum(Tensor first, Tensor second) {
    Tensor other = in(second, first.layout());
    Tensor output = room(first.layout(), first.dims());
    sum(output, first, other);
    dropCopy(other, second);
    return output;
  }

  /** A value as an array of ND4J's, written anew at each run. */
  INDArray array(Tensor value) {
    INDArray array = keep(Nd4j.createUninitialized(DataType.FLOAT, value.dims(), 'c'));
    fill(Tensor.over(array), value);
    return array;
  }

  /** Room for so many numbers, zero at first. */
  INDArray numbers(long count) {
    return keep(Nd4j.zeros(DataType.FLOAT, count));
  }

  /** Adds a call and makes it once, since a later one may have to see what comes out. */
  void add(primitive call, primitive_desc_base made, Map<Integer, memory> memories) {
    IntMemoryMap arguments = new IntMemoryMap();
    memories.forEach(arguments::put);
    long scratchBytes = made.scratchpad_desc().get_size();
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

  /** Closed with this. */
  INDArray keep(INDArray array) {
    kept.add(array);
    return array;
  }

  long bytes() {
    return buffers.bytes() + kept.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  @Override
  public void close() {
    steps.forEach(Step::close);
    queue.close();
    buffers.close();
    kept.forEach(INDArray::close);
  }
}
