package org.graft4j.data;

import java.util.random.RandomGenerator;

/**
 * Changes a training picture at random without changing what it shows.
 *
 * <p>Deterministic: all randomness comes from the generator that is handed in, one stream for each
 * (seed, epoch, item). The picture handed in stays as it was. Must be safe for use by several
 * threads at once. Only training data has a place for an augmentation.
 *
 * <p>It sees the picture after the input spec's resize rule, unless it {@linkplain #framing()
 * chooses for itself} what part of the stored picture the network gets; {@link
 * AugmentedPreparation} has the whole way.
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
        public Draw draw(RandomGenerator random) {
          return Draw.NOTHING;
        }

        @Override
        public boolean movesMasks() {
          return true;
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

  /** The description of what has none. */
  String UNNAMED = "unnamed";

  /**
   * A changed copy, or the picture itself if nothing is to change.
   *
   * <p>The same as {@code draw(random).apply(picture)}, by which the library applies everything;
   * except for a lambda, which this is the whole definition of: its draw calls it with a stream of
   * its own, and only {@link #named} makes both the same.
   */
  Picture apply(Picture picture, RandomGenerator random);

  /**
   * Draws the random parameters once, to be applied to every target of a sample. Without one of its
   * own, as for a lambda, only pictures can be changed: a mask is refused; see {@link #movesMasks}.
   */
  default Draw draw(RandomGenerator random) {
    return new PictureDraw(this, Seed.of(random.nextLong()));
  }

  /**
   * Whether every draw of this can be applied to a mask: asked before a run, where a draw's refusal
   * would come in its midst. False unless it is sure, as it cannot be of a lambda.
   */
  default boolean movesMasks() {
    return false;
  }

  /**
   * Whether this chooses the part of the stored picture that the network sees, as a random resized
   * crop does: the input spec's own cut is left out then. False for what changes colours, or moves
   * a picture within its frame.
   */
  default boolean framing() {
    return false;
  }

  /**
   * The same for a network with this input: what resizes without a size of its own resizes to the
   * input's, and resamples as pictures are resampled for evaluation. Describes itself as before.
   */
  default Augmentation forInput(InputSpec input) {
    return this;
  }

  /**
   * What this does, in a text that is the same in every run and another one for another effect: a
   * model's provenance shows it, and a resumed run is known again by it. Without one of its own, as
   * for a lambda, it is {@link #UNNAMED}.
   */
  default String describe() {
    return UNNAMED;
  }

  /**
   * Whether this leaves every picture as it is, as {@link #NONE} does: no random numbers are drawn
   * then, and there are no further views. False unless it is sure.
   */
  default boolean isNone() {
    return false;
  }

  /**
   * Whether nothing is known of what this does, wholly or in part. What is made of other
   * augmentations overrides it: it is unnamed if one of them is.
   */
  default boolean unnamed() {
    return describe().equals(UNNAMED);
  }

  /**
   * Gives an augmentation a description.
   *
   * @param name says what it does, with its settings: two augmentations of one name count as equal;
   *     not blank
   * @throws IllegalArgumentException if the name is blank or "unnamed"
   */
  static Augmentation named(String name, Augmentation augmentation) {
    return new NamedAugmentation(name, augmentation);
  }
}
