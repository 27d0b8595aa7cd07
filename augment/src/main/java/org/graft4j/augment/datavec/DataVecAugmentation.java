package org.graft4j.augment.datavec;

import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.ImageTransform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A DataVec {@link ImageTransform}, or a {@code PipelineImageTransform} of several, as an
 * augmentation.
 *
 * <p>DataVec's transforms keep state between calls, and some reseed ND4J's generator when they are
 * made or draw from it. So every call makes a transform of its own, with the generator seeded from
 * the sample's stream, and puts the generator back as it was: one that is shared between threads
 * does not exist, and the caller's generator does not move. The picture must stay 8-bit with three
 * channels.
 *
 * @param name says what the transform does, with its settings, for provenance and resuming; not
 *     blank
 * @param transform makes a fresh transform from the generator of the call, say {@code random -> new
 *     CropImageTransform(random, 9, 9, 9, 9)}; one that is made without it and without chance of
 *     its own does the same to every picture
 */
public record DataVecAugmentation(String name, Function<Random, ImageTransform> transform)
    implements Augmentation {

  public DataVecAugmentation {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must say what the transform does, but was blank");
    }
  }

  @Override
  public String describe() {
    return "DataVec[" + name + "]";
  }

  @Override
  public Picture apply(Picture picture, RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    return RngState.keeping(() -> transformed(picture, seed));
  }

  private Picture transformed(Picture picture, Seed seed) {
    ImageTransform fresh = transform.apply(new Random(seed.derive("java")));
    // Only now: the constructors of some set a seed of their own.
    Nd4j.getRandom().setSeed(seed.derive("nd4j"));
    ImageWritable image = new ImageWritable(Frames.frame(picture, 3));
    // Not transform(image, random): with a generator handed in, a flip forgets its axis.
    return Frames.picture(fresh.transform(image).getFrame());
  }
}
