package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.graft4j.data.BatchSource;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A linear probe as a PyTorch user writes it: each batch goes through the frozen trunk and then a
 * step of the head, in every epoch. Confined to one thread.
 */
public final class TorchProbe implements AutoCloseable {
  private static final double MOMENTUM = 0.9;

  private final TorchNetwork trunk;
  private final TorchTraining head;
  private final NDManager manager;
  private double sum;

  /** Takes both networks over, and closes them. */
  public TorchProbe(TorchNetwork trunk, TorchNetwork head, double rate) {
    this.trunk = trunk;
    this.head = new TorchTraining(head, rate, MOMENTUM);
    this.manager = Torch.engine().newBaseManager();
  }

  /** One epoch over pictures; gives the mean loss of its batches. */
  public double epoch(BatchSource pictures, int epoch) {
    sum = 0;
    pictures.forEachBatch(epoch, this::step);
    return sum / pictures.batches();
  }

  private void step(DataSet batch) {
    try (NDManager step = manager.newSubManager()) {
      NDArray features = trunk.forward(TorchNetwork.copy(batch.getFeatures(), step));
      NDArray labels = TorchNetwork.copy(batch.getLabels(), step);
      sum += head.step(new TorchTraining.Batch(features, labels));
    }
  }

  @Override
  public void close() {
    manager.close();
    head.close();
    trunk.close();
  }
}
