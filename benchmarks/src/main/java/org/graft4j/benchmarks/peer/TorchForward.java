package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One batch, already PyTorch's own, through a network again and again. Confined to one thread. */
public final class TorchForward implements AutoCloseable {
  private final TorchNetwork network;
  private final NDManager manager;
  private final NDArray batch;

  /** Takes a network over, and closes it. */
  public TorchForward(TorchNetwork network, INDArray pictures) {
    this.network = network;
    this.manager = Torch.engine().newBaseManager();
    this.batch = TorchNetwork.copy(pictures, manager);
  }

  /** The output of the batch. */
  public float[] run() {
    try (NDArray output = network.forward(batch)) {
      return output.toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
    network.close();
  }
}
