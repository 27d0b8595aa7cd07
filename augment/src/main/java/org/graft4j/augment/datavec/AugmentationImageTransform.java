package org.graft4j.augment.datavec;

import java.util.Random;
import org.bytedeco.javacv.Frame;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.ImageTransform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;

/**
 * An augmentation as a DataVec {@link ImageTransform}, for {@code ImageRecordReader} and its like.
 *
 * <p>The n-th call draws from the seed's stream number n: DataVec does not say which picture it
 * hands over, so the same bytes need the same order of pictures. Not thread-safe, since it counts:
 * give every worker {@linkplain #ofWorker one of its own}. ND4J's generator is not used. Frames are
 * 8-bit BGR, as DataVec loads them; a frame of one channel stays one.
 */
public final class AugmentationImageTransform implements ImageTransform {
  private final Augmentation augmentation;
  private final Seed seed;
  private long calls;
  private @Nullable ImageWritable current;

  public AugmentationImageTransform(Augmentation augmentation, Seed seed) {
    this.augmentation = augmentation;
    this.seed = seed;
  }

  /**
   * One for each worker that reads pictures at the same time, with draws of its own.
   *
   * @param worker which one, from 0; the same number gives the same draws
   */
  public static AugmentationImageTransform ofWorker(
      Augmentation augmentation, Seed seed, int worker) {
    if (worker < 0) {
      throw new IllegalArgumentException("worker must not be negative, but was " + worker);
    }
    return new AugmentationImageTransform(augmentation, Seed.of(seed.derive("worker", worker)));
  }

  @Override
  public ImageWritable transform(ImageWritable image) {
    return augmented(image, seed.stream("transform", calls++));
  }

  /** Draws from the given generator instead of the seed; null as without it. */
  @Override
  public ImageWritable transform(ImageWritable image, @Nullable Random random) {
    if (random == null) {
      return transform(image);
    }
    return augmented(image, Seed.of(random.nextLong()).stream("transform"));
  }

  private ImageWritable augmented(ImageWritable image, java.util.random.RandomGenerator random) {
    Frame frame = image.getFrame();
    Picture result = augmentation.draw(random).apply(Frames.picture(frame));
    current = new ImageWritable(Frames.frame(result, frame.imageChannels));
    return current;
  }

  /**
   * Not supported: an augmentation moves pixels, not points.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public float[] query(float... coordinates) {
    throw new UnsupportedOperationException(
        "an augmentation cannot tell where it moved a point; leave out boxes and key points");
  }

  /** The result of the last call, or null before the first. */
  @Override
  public @Nullable ImageWritable getCurrentImage() {
    return current;
  }
}
