package org.graft4j.augment.generate;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A generator whose parameters are a moving average of those in training, its batch norms'
 * statistics included: the game circles about its solution, and the average lies nearer to it
 * (arXiv 1806.04498). The pictures that a user gets are drawn by this one.
 */
final class AveragedGenerator implements AutoCloseable {
  private static final double DECAY = 0.99;

  private final MultiLayerNetwork network;
  private final INDArray kept;
  private int keptStep;
  private boolean handedOut;

  AveragedGenerator(GanNetworks form, MultiLayerNetwork trained) {
    network = new MultiLayerNetwork(form.generator(0));
    RngState.keeping(() -> network.init());
    network.params().assign(trained.params());
    kept = trained.params().dup();
  }

  /** Takes in the parameters after a step, from 1. */
  void follow(int step, MultiLayerNetwork trained) {
    // Earlier states count less while there are few.
    double decay = Math.min(DECAY, step / (step + 9.0));
    try (INDArray part = trained.params().mul(1 - decay)) {
      network.params().muli(decay).addi(part);
    }
  }

  MultiLayerNetwork network() {
    return network;
  }

  /** The state of now is the one to go back to. */
  void keep(int step) {
    kept.assign(network.params());
    keptStep = step;
  }

  /** Goes back to the kept state, or to the one before the first step. */
  int goBack() {
    network.params().assign(kept);
    return keptStep;
  }

  /** The network, which is the caller's from now on. */
  MultiLayerNetwork handOut() {
    handedOut = true;
    return network;
  }

  @Override
  public void close() {
    kept.close();
    if (!handedOut) {
      network.close();
    }
  }
}
