package org.graft4j.data;

import java.util.random.RandomGenerator;

/**
 * Mixes the examples of a training batch with each other, their labels with them: the labels are
 * soft then.
 *
 * <p>Deterministic: all randomness comes from the generator that is handed in, one stream for each
 * (seed, epoch, batch). An immutable value, safe for use by several threads at once. {@link
 * MixedBatches} applies it to the batches of training data; evaluation data has no place for it.
 */
public interface BatchMixing {

  /** Leaves every batch as it is. */
  BatchMixing NONE =
      new BatchMixing() {
        @Override
        public BatchDraw draw(RandomGenerator random) {
          return (features, labels) -> {};
        }

        @Override
        public String describe() {
          return "none";
        }

        @Override
        public boolean isNone() {
          return true;
        }

        @Override
        public String toString() {
          return describe();
        }
      };

  /** Draws how one batch is mixed; lengths and places are shares of an example's size. */
  BatchDraw draw(RandomGenerator random);

  /**
   * What this does, in a text that is the same in every run and another one for another effect: a
   * model's provenance shows it, and a resumed run is known again by it.
   */
  String describe();

  /** Whether this leaves every batch as it is. False unless it is sure. */
  default boolean isNone() {
    return false;
  }

  /**
   * Checks that examples of this shape can be mixed, before a run begins.
   *
   * @param example without the batch's dimension, say {@code [depth, height, width]}
   * @throws IllegalArgumentException if not; the message names the shape
   */
  default void requireShape(long... example) {}
}
