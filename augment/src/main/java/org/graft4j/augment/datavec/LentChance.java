package org.graft4j.augment.datavec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.datavec.image.transform.BaseImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.MultiImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Generators of one sample lent to a DataVec transform for one call, and to all that it is made of;
 * closing gives each its own back.
 *
 * <p>DataVec's transforms draw from a {@link Random} of their own, from the generator that ND4J had
 * for the thread that made them, and a shuffled pipeline from one that nobody can seed: it is
 * shuffled here instead.
 */
final class LentChance implements AutoCloseable {
  private final Deque<Runnable> givenBack = new ArrayDeque<>();

  private LentChance() {}

  /**
   * Lends.
   *
   * @param random for what has a {@link Random}; what has none is without chance, and stays so
   */
  static LentChance to(ImageTransform transform, Random random) {
    LentChance chance = new LentChance();
    chance.lend(transform, random);
    return chance;
  }

  private void lend(ImageTransform transform, Random random) {
    if (transform instanceof BaseImageTransform<?> base && base.getRandom() != null) {
      Random own = base.getRandom();
      givenBack.push(() -> base.setRandom(own));
      base.setRandom(random);
    }
    if (transform instanceof RandomCropTransform crop) {
      var own = crop.getRng();
      givenBack.push(() -> crop.setRng(own));
      crop.setRng(Nd4j.getRandom());
    } else if (transform instanceof PipelineImageTransform pipeline) {
      lendAll(pipeline, random);
    } else if (transform instanceof MultiImageTransform several) {
      lend(several.getTransform(), random);
    }
  }

  private void lendAll(PipelineImageTransform pipeline, Random random) {
    var own = pipeline.getRng();
    givenBack.push(() -> pipeline.setRng(own));
    pipeline.setRng(Nd4j.getRandom());
    List<Pair<ImageTransform, Double>> links = pipeline.getImageTransforms();
    if (pipeline.isShuffle()) {
      givenBack.push(
          () -> {
            pipeline.setImageTransforms(links);
            pipeline.setShuffle(true);
          });
      List<Pair<ImageTransform, Double>> shuffled = new ArrayList<>(links);
      Collections.shuffle(shuffled, random);
      pipeline.setImageTransforms(shuffled);
      pipeline.setShuffle(false);
    }
    links.forEach(link -> lend(link.getFirst(), random));
  }

  @Override
  public void close() {
    // The last first: one transform may be there twice.
    givenBack.forEach(Runnable::run);
  }
}
