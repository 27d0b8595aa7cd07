package org.graft4j.train.objective;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A term of the objective over what one vertex of the network gives for a batch: {@code weight *
 * value}. It may have trainable parameters of its own (a projection, a second head), which the
 * run's optimizer moves. Confined to one thread. Whoever makes a term ends it: a stage of
 * fine-tuning closes those of its methods that are {@link AutoCloseable}.
 */
public interface FeatureTerm {

  /** Unique in an objective, {@code [a-z0-9-]+}: names its parameters. */
  String name();

  /**
   * The part of the objective that the history shows its weighted value in: the sum over the terms
   * of a part, which are those of one method.
   *
   * @return {@code [a-z0-9-]+}, not the name of a penalty
   */
  default String part() {
    return name();
  }

  /**
   * The vertex whose output this is a function of: one of the network that trains, or its input,
   * which is the frontier's output where the part below is frozen.
   */
  String vertex();

  /**
   * The factor on the value.
   *
   * @param progress share of the stage's steps that are done, in [0, 1)
   */
  double weight(double progress);

  /**
   * Called with each batch before the network runs on it: the place for a network of the term's
   * own, which DL4J refuses to run inside another's pass.
   *
   * @param batch that {@link #compute} is given next
   */
  default void expect(StepBatch batch) {}

  /**
   * Computes the value and its slope, and the slopes of the own parameters.
   *
   * @param output of the vertex for the batch, {@code [batch, ...]}; not to be changed or kept
   * @param batch what the step trains on
   * @param slope of the output's shape and type, all zeros: is given the derivative of the value,
   *     without the weight
   * @return the value: a mean over the batch, as the loss is one
   */
  double compute(INDArray output, StepBatch batch, INDArray slope);

  /** Trainable parameters of its own by name, live, of the network's data type. */
  default Map<String, INDArray> parameters() {
    return Map.of();
  }

  /**
   * What the head's rate is multiplied by for those parameters: below 1 for some that were trained
   * before.
   *
   * @return positive
   */
  default double rateFactor() {
    return 1;
  }

  /** The derivatives of the value last computed, by the names of {@link #parameters}. */
  default Map<String, INDArray> slopes() {
    return Map.of();
  }
}
