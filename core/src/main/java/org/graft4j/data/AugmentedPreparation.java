package org.graft4j.data;

import java.util.random.RandomGenerator;

/**
 * The way from a stored picture to what a network sees of it in training: preparation and
 * augmentation in the right order.
 *
 * <p>What {@linkplain Augmentation#framing() frames} the picture itself gets the stored one, with
 * all its pixels, and its result is resized whole: nothing is cut twice. Anything else gets the
 * picture as evaluation would see it, at the network's size, where its work is least. Immutable and
 * thread-safe.
 */
public final class AugmentedPreparation {
  private final PicturePreparation preparation;
  private final Augmentation augmentation;

  private AugmentedPreparation(PicturePreparation preparation, Augmentation augmentation) {
    this.preparation = preparation;
    this.augmentation = augmentation;
  }

  /** The preparation with an augmentation, which is told of the input's size. */
  public static AugmentedPreparation of(PicturePreparation preparation, Augmentation augmentation) {
    InputSpec spec = preparation.spec();
    return new AugmentedPreparation(preparation, augmentation.toSize(spec.width(), spec.height()));
  }

  /**
   * One view of a picture at the network's size, before normalisation.
   *
   * @param random the stream of the sample
   */
  public Picture view(Picture picture, RandomGenerator random) {
    if (augmentation.isNone()) {
      return preparation.fit(picture);
    }
    Draw draw = augmentation.draw(random);
    Picture drawn = draw.apply(augmentation.framing() ? picture : preparation.fit(picture));
    InputSpec spec = preparation.spec();
    return PictureResize.to(drawn, spec.width(), spec.height(), spec.interpolation());
  }

  /** Writes the normalised values of one view; see {@link PicturePreparation#write}. */
  void write(Picture picture, RandomGenerator random, float[] target, int offset) {
    preparation.writeFitted(view(picture, random), target, offset);
  }
}
