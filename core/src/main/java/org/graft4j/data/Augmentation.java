package org.graft4j.data;

import java.util.random.RandomGenerator;

/**
 * Changes a training picture at random without changing what it shows.
 *
 * <p>Deterministic: all randomness comes from the generator that is handed in, one stream for each
 * (seed, epoch, item). The picture handed in stays as it was; the returned one may have another
 * size, since the input spec's resize rule comes after it. Must be safe for use by several threads
 * at once. Only training data has a place for an augmentation.
 */
@FunctionalInterface
public interface Augmentation {

  /** Leaves every picture as it is. */
  Augmentation NONE =
      new Augmentation() {
        @Override
        public Picture apply(Picture picture, RandomGenerator random) {
          return picture;
        }

        @Override
        public String toString() {
          return "none";
        }
      };

  /** A changed copy, or the picture itself if nothing is to change. */
  Picture apply(Picture picture, RandomGenerator random);
}
