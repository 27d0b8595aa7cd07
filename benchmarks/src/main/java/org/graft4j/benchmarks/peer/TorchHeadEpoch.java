package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Epochs of a linear head over features in memory, in PyTorch. Confined to one thread. */
public final class TorchHeadEpoch implements AutoCloseable {
  private static final double MOMENTUM = 0.9;

  private final TorchTraining head;
  private final NDManager manager;
  private final NDArray features;
  private final NDArray labels;
  private final int batchSize;
  private int epochs;

  /**
   * Takes the head over, and closes it.
   *
   * @param features {@code [examples, width]}
   * @param labels {@code [examples, classes]}, one-hot
   */
  public TorchHeadEpoch(
      TorchNetwork head, double rate, INDArray features, INDArray labels, int batchSize) {
    this.head = new TorchTraining(head, rate, MOMENTUM);
    this.manager = Torch.engine().newBaseManager();
    this.features = TorchNetwork.copy(features, manager);
    this.labels = TorchNetwork.copy(labels, manager);
    this.batchSize = batchSize;
  }

  /** One epoch, in another order each time; gives the mean loss of its batches. */
  public double run() {
    int examples = Math.toIntExact(features.getShape().get(0));
    int[] order = Seed.of(1).permutation(examples, "order", epochs++);
    double sum = 0;
    int batches = 0;
    for (int from = 0; from < examples; from += batchSize) {
      try (NDManager step = manager.newSubManager()) {
        int[] rows = Arrays.copyOfRange(order, from, Math.min(examples, from + batchSize));
        NDIndex chosen = new NDIndex("{}", step.create(rows));
        NDArray x = features.get(step, chosen);
        NDArray y = labels.get(step, chosen);
        sum += head.step(new TorchTraining.Batch(x, y));
        batches++;
      }
    }
    return sum / batches;
  }

  @Override
  public void close() {
    manager.close();
    head.close();
  }
}
