package org.graft4j.augment.datavec;

import java.util.Random;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacv.Frame;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.MultiImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One call of a DataVec transform: its chance seeded, ND4J's generator put back, and all native
 * memory that it takes given back at once instead of some time after a garbage collection.
 */
final class DataVecCall {
  private DataVecCall() {}

  /**
   * The changed picture.
   *
   * @param name for messages
   * @param source gives the transform, made now or before
   * @throws IllegalStateException if the transform fails, or gives something else than a picture
   */
  static Picture apply(
      String name, Function<Random, ImageTransform> source, Picture picture, Seed seed) {
    return RngState.keeping(() -> contained(name, source, picture, seed));
  }

  // Scope and chance are there to be closed; the scope is for pointers of every class.
  @SuppressWarnings({"try", "unchecked"})
  private static Picture contained(
      String name, Function<Random, ImageTransform> source, Picture picture, Seed seed) {
    try (PointerScope scope = new PointerScope()) {
      Random random = new Random(seed.derive("java"));
      ImageTransform transform = source.apply(random);
      // Only now: the constructors of some set a seed of their own.
      Nd4j.getRandom().setSeed(seed.derive("nd4j"));
      Frame input = Frames.frame(picture, 3);
      try (LentChance chance = LentChance.to(transform, random)) {
        return Frames.picture(frame(call(transform, new ImageWritable(input), random)));
      } finally {
        forget(transform);
        input.close();
        empty(input);
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "DataVec's transform '" + name + "' failed on " + picture + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable ImageWritable call(
      ImageTransform transform, ImageWritable image, Random random) {
    // With a generator handed in, a flip of DataVec's forgets its axis: each has its own.
    return transform instanceof BaseImageTransform
        ? transform.transform(image)
        : transform.transform(image, random);
  }

  private static Frame frame(@Nullable ImageWritable result) {
    if (result == null || result.getFrame() == null) {
      throw new IllegalStateException("it gave no picture");
    }
    return result.getFrame();
  }

  /** What a transform remembers of its last picture lies in memory that is given back. */
  private static void forget(ImageTransform transform) {
    ImageWritable last = transform.getCurrentImage();
    if (last != null && last.getFrame() != null) {
      empty(last.getFrame());
    }
    if (transform instanceof PipelineImageTransform pipeline) {
      pipeline.getImageTransforms().forEach(link -> forget(link.getFirst()));
    } else if (transform instanceof MultiImageTransform several) {
      forget(several.getTransform());
    }
  }

  /** Whoever looks at it later finds nothing, where a freed address would end the JVM. */
  private static void empty(Frame frame) {
    frame.image = null;
    frame.opaque = null;
  }
}
