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

  /** The preparation with an augmentation, which is told of the input. */
  public static AugmentedPreparation of(PicturePreparation preparation, Augmentation augmentation) {
    return new AugmentedPreparation(preparation, augmentation.forInput(preparation.spec()));
  }

  /**
   * Whether masks can follow: to be asked before a run that has some, since a draw's refusal may
   * come hours later.
   */
  public boolean movesMasks() {
    return augmentation.isNone() || augmentation.movesMasks();
  }

  /**
   * One view of a sample, to be applied to each of its targets: from the stored picture, or its
   * mask, to that at the network's size, before normalisation. A mask takes nearest pixels, and its
   * ignored label where the picture shows nothing of the original.
   *
   * @param random the stream of the sample
   */
  public Draw draw(RandomGenerator random) {
    Draw draw = augmentation.isNone() ? Draw.NOTHING : augmentation.draw(random);
    return new PreparedDraw(preparation, draw, augmentation.framing());
  }

  /**
   * One view of a picture: {@link #draw} for that alone.
   *
   * @param random the stream of the sample
   */
  public Picture view(Picture picture, RandomGenerator random) {
    return draw(random).apply(picture);
  }

  /** Writes the normalised values of one view; see {@link PicturePreparation#write}. */
  void write(Picture picture, RandomGenerator random, float[] target, int offset) {
    preparation.writeFitted(view(picture, random), target, offset);
  }
}
