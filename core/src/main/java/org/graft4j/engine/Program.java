package org.graft4j.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network for batches of one shape: primitives with their layouts and memory, made once and run
 * again and again. Confined to one thread at a time.
 */
final class Program implements AutoCloseable {
  private final Recording recording = new Recording();
  private final Map<String, Tensor> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Tensor input;
  private final Tensor output;

  /**
   * Makes the program by running it once.
   *
   * @param batch whose shape counts
   */
  Program(InferenceNetwork network, INDArray batch) {
    network.nodes().forEach(n -> n.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
    readers.merge(network.last().name(), 1, Integer::sum);
    long[] dims = batch.shape();
    input = Tensor.over(batch.data().addressPointer(), Tensor.plainLayout(dims), dims);
    InferenceSteps ops = new InferenceSteps(this, network);
    for (FusedNode node : network.nodes()) {
      values.put(node.name(), node.op() instanceof Op.Input ? input : ops.add(node));
      node.inputs().forEach(this::read);
    }
    Tensor result = values.get(network.last().name());
    long[] shape = result.dims();
    // Each run puts its own array under it; this one serves the run that makes the program.
    try (INDArray first = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c')) {
      output = Tensor.over(first.data().addressPointer(), Tensor.plainLayout(shape), shape);
      recording.fill(output, result);
    }
  }

  /** A new array, the caller's own. */
  INDArray run(INDArray batch) {
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, output.dims(), 'c');
    bind(input, batch);
    bind(output, result);
    recording.play();
    return result;
  }

  private static void bind(Tensor tensor, INDArray array) {
    tensor.data().set_data_handle(array.data().addressPointer());
  }

  Recording recording() {
    return recording;
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
    if (left == 0 && !passedOn(value)) {
      recording.drop(value);
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

  long bytes() {
    return recording.bytes();
  }

  @Override
  public void close() {
    recording.close();
  }
}
