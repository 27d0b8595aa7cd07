package org.graft4j.augment.generate;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One of the two networks of the game, driven by hand: a forward pass in training mode, a backward
 * pass from errors that come from outside, and an update by the network's own updater. Neither
 * network is ever copied or rebuilt for a step. Confined to one thread.
 */
final class Player implements AutoCloseable {
  private final MultiLayerNetwork network;
  private List<INDArray> activations = List.of();
  private @Nullable Gradient gradient;

  /** A network with the weights that the configuration's seed draws. */
  Player(MultiLayerConfiguration configuration) {
    Acceleration.enable();
    network = new MultiLayerNetwork(configuration);
    RngState.keeping(() -> network.init());
  }

  MultiLayerNetwork network() {
    return network;
  }

  /**
   * The network's output for a batch.
   *
   * @param input stays the caller's, and must live until {@link #backward} is done
   * @return live until the next call of {@link #forward} or {@link #close}
   */
  INDArray forward(INDArray input) {
    release();
    network.setInput(input);
    activations = network.feedForward(true, false);
    return activations.get(activations.size() - 1);
  }

  /**
   * The gradients of all parameters (kept in the network) and of the batch that went forward.
   *
   * @param error derivative of the loss by the output; of a sum over the batch, not of a mean
   * @return derivative of the loss by the input, of the input's shape; the caller closes it
   */
  INDArray backward(INDArray error) {
    Pair<Gradient, INDArray> slopes =
        network.backpropGradient(error, LayerWorkspaceMgr.noWorkspaces());
    gradient = slopes.getFirst();
    return slopes.getSecond();
  }

  /** Moves the parameters by the gradients of the last {@link #backward}. */
  void update(int batch) {
    Gradient slopes = Objects.requireNonNull(gradient, "backward comes before update");
    var configuration = network.getLayerWiseConfigurations();
    int step = configuration.getIterationCount();

    network.getUpdater().update(network, slopes, step, 0, batch, LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(slopes.gradient().reshape(network.params().shape()));
    configuration.setIterationCount(step + 1);
  }

  /** The gradients of the last {@link #backward}, as sums over the batch; a copy, for checks. */
  double[] slopes() {
    return Objects.requireNonNull(gradient).gradient().dup().data().asDouble();
  }

  private void release() {
    // The first one is the input, which is the caller's.
    for (int i = 1; i < activations.size(); i++) {
      INDArray activation = activations.get(i);
      if (activation.closeable() && !activation.wasClosed()) {
        activation.close();
      }
    }
    activations = List.of();
  }

  @Override
  public void close() {
    release();
    network.clear();
    network.close();
  }
}
