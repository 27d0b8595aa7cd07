package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps of SGD with momentum in PyTorch, on the mean cross-entropy of a batch. Confined to one
 * thread.
 */
public final class TorchTraining implements AutoCloseable {
  private final TorchNetwork network;
  private final Map<String, NDArray> trained;
  private final Optimizer optimizer;
  private final Loss loss = Loss.softmaxCrossEntropyLoss("loss", 1, -1, false, true);
  private final NDManager manager;

  /**
   * Takes a network over, and closes it.
   *
   * @param rate learning rate
   * @param momentum share of the last step that the next one goes on with
   */
  public TorchTraining(TorchNetwork network, double rate, double momentum) {
    this.network = network;
    this.trained = network.trained();
    this.manager = Torch.engine().newBaseManager();
    this.optimizer =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) rate))
            .optMomentum((float) momentum)
            .build();
  }

  /**
   * A batch of PyTorch's own.
   *
   * @param features as the network takes them
   * @param oneHot {@code [batch, classes]}
   */
  public record Batch(NDArray features, NDArray oneHot) {}

  /** Copies a batch, which lives until this is closed. */
  public Batch batch(INDArray features, INDArray oneHot) {
    return new Batch(TorchNetwork.copy(features, manager), TorchNetwork.copy(oneHot, manager));
  }

  /** One step; gives the loss before it. */
  public double step(Batch batch) {
    try (NDManager step = manager.newSubManager()) {
      double value;
      try (GradientCollector gradients = Torch.engine().newGradientCollector()) {
        NDArray logits = network.forward(batch.features());
        logits.attach(step);
        NDArray mean = loss.evaluate(new NDList(batch.oneHot()), new NDList(logits));
        mean.attach(step);
        gradients.backward(mean);
        value = mean.getFloat();
      }
      trained.forEach(
          (name, weight) -> {
            try (NDArray gradient = weight.getGradient()) {
              optimizer.update(name, weight, gradient);
              // The collector clears only what the engine's root manager owns.
              gradient.subi(gradient);
            }
          });
      return value;
    }
  }

  @Override
  public void close() {
    manager.close();
    network.close();
  }
}
