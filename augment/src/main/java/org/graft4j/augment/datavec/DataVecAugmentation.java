package org.graft4j.augment.datavec;

import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.datavec.image.transform.ImageTransform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/**
 * A DataVec {@link ImageTransform}, or a {@code PipelineImageTransform} of several, as an
 * augmentation.
 *
 * <p>DataVec's transforms keep state between calls, and some reseed ND4J's generator when they are
 * made or draw from it. So every call makes a transform of its own, with all generators seeded from
 * the sample's stream, and puts ND4J's back as it was: one that is shared between threads does not
 * exist, and the caller's generator does not move. Native memory is given back with each call; what
 * the transform remembers of a picture ({@code getCurrentImage}, {@code query}) is gone then. The
 * picture must stay 8-bit with one or three channels. Masks are refused: DataVec blends their
 * labels.
 *
 * @param name says what the transform does, with its settings, for provenance and resuming; not
 *     blank
 * @param transform makes a fresh transform from the generator of the call, say {@code random -> new
 *     CropImageTransform(random, 9, 9, 9, 9)}; one that is made without a generator does the same
 *     to every picture
 */
public record DataVecAugmentation(String name, Function<Random, ImageTransform> transform)
    implements Augmentation {

  public DataVecAugmentation {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must say what the transform does, but was blank");
    }
  }

  /**
   * A transform that there is already, say one read from JSON. Its own generators are exchanged for
   * those of the sample while it runs, and are as they were afterwards; a shuffled pipeline is
   * shuffled by the sample too.
   *
   * <p>It is one thing with state: a lock lets one thread at a time run it, so that where its work
   * is what takes the time, one that is made for each call is quicker. The caller must not run it
   * meanwhile. A class of one's own is called with the sample's {@link Random} and must draw from
   * that alone; inside a pipeline, which does not hand one on, it must not draw at all.
   *
   * @param name as for the constructor
   * @param transform one of DataVec's, or one's own
   */
  public static Augmentation shared(String name, ImageTransform transform) {
    return new SharedTransform(name, transform);
  }

  @Override
  public String describe() {
    return described(name);
  }

  private static String described(String name) {
    return "DataVec[" + name + "]";
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Call(this, Seed.of(random.nextLong()));
  }

  @Override
  public Picture apply(Picture picture, RandomGenerator random) {
    return draw(random).apply(picture);
  }

  /** One call, with its chance. */
  private record Call(DataVecAugmentation by, Seed seed) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return DataVecCall.apply(by.name, by.transform, picture, seed);
    }

    @Override
    public Mask apply(Mask mask) {
      throw refused(by.name);
    }
  }

  private static UnsupportedOperationException refused(String name) {
    return new UnsupportedOperationException(
        "augmentation '"
            + described(name)
            + "' must be able to move a mask with its picture, but DataVec blends labels: leave it"
            + " out");
  }

  /** One instance for all threads, one at a time. */
  private record SharedTransform(String name, ImageTransform transform) implements Augmentation {
    SharedTransform {
      if (name.isBlank()) {
        throw new IllegalArgumentException("name must say what the transform does, but was blank");
      }
    }

    @Override
    public String describe() {
      return described(name);
    }

    @Override
    public Draw draw(RandomGenerator random) {
      return new SharedCall(this, Seed.of(random.nextLong()));
    }

    @Override
    public Picture apply(Picture picture, RandomGenerator random) {
      return draw(random).apply(picture);
    }
  }

  private record SharedCall(SharedTransform by, Seed seed) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      synchronized (by.transform) {
        return DataVecCall.apply(by.name, any -> by.transform, picture, seed);
      }
    }

    @Override
    public Mask apply(Mask mask) {
      throw refused(by.name);
    }
  }
}
