package org.graft4j.augment.search;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The head that candidates are compared with, one that resembles what will be trained. Must be
 * deterministic, and trained to convergence: more rows must not simply mean more steps.
 */
@FunctionalInterface
public interface Probe {

  /**
   * Settles what is to be settled before learning, say a penalty, by the plain training rows of a
   * fold alone. Baseline and candidates of the fold share it: they differ by their rows and nothing
   * else, and what is best for the baseline cannot favour a candidate.
   *
   * @param plain not changed, not kept
   */
  Learner settledOn(LabelledRows plain);

  /** Learns from rows and tells the classes of others. */
  @FunctionalInterface
  interface Learner {

    /**
     * Learns anew.
     *
     * @param training not changed
     * @param heldOut {@code [m, width]}; not changed
     * @return for each held-out row its class
     */
    int[] classes(LabelledRows training, INDArray heldOut);
  }
}
