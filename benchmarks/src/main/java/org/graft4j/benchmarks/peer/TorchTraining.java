package org.graft4j.benchmarks.peer;

import ai.djl.engine.Engine;
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
   * One step.
   *
   * @param features as the network takes them
   * @param oneHot {@code [batch, classes]}
   * @return the loss before the step
   */
  public double step(INDArray features, INDArray oneHot) {
    Engine engine = Torch.engine();
    try (NDManager step = manager.newSubManager()) {
      NDArray x = TorchNetwork.copy(features, step);
      NDArray y = TorchNetwork.copy(oneHot, step);
      double value;
      try (GradientCollector gradients = engine.newGradientCollector()) {
        NDArray logits = network.forward(x);
        NDArray mean = loss.evaluate(new NDList(y), new NDList(logits));
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
