package org.graft4j.engine;

import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network for batches of one shape: primitives with their layouts and memory, made once and run
 * again and again. Confined to one thread at a time.
 */
final class Program implements AutoCloseable {
  private final Recording record = new Recording();
  private final Tensor input;
  private final Tensor output;

  /**
   * Makes the program by running it once.
   *
   * @param batch whose shape counts
   */
  Program(InferenceNetwork network, INDArray batch) {
    input = Tensor.over(batch);
    boolean made = false;
    try {
      output = record(network);
      made = true;
    } finally {
      if (!made) {
        record.close();
      }
    }
  }

  private Tensor record(InferenceNetwork network) {
    String last = network.last().name();
    Values values = new Values(record, network.nodes(), Set.of(last));
    InferenceSteps ops = new InferenceSteps(record, values, network);
    for (FusedNode node : network.nodes()) {
      values.put(node, node.op() instanceof Op.Input ? input : ops.add(node));
    }
    Tensor result = values.get(last);
    // Each run puts its own array under it; this one serves the run that makes the program.
    try (INDArray first = Nd4j.createUninitialized(DataType.FLOAT, result.dims(), 'c')) {
      Tensor target = Tensor.over(first);
      record.fill(target, result);
      return target;
    }
  }

  /** A new array, the caller's own. */
  INDArray run(INDArray batch) {
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, output.dims(), 'c');
    input.bind(batch);
    output.bind(result);
    record.play();
    return result;
  }

  long bytes() {
    return record.bytes();
  }

  @Override
  public void close() {
    record.close();
  }
}
