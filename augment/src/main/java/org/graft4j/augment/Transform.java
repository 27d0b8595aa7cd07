package org.graft4j.augment;

import java.util.random.RandomGenerator;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * An augmentation in two steps: first all of its chance, then a pure function. An immutable value,
 * safe for use by several threads at once.
 *
 * <p>A record whose components are all that it does, registered by an id through a {@link
 * TransformProvider}: that is what it is written to and read from a file by.
 */
public interface Transform extends Augmentation {

  /** Draws the parameters; lengths and places are drawn as shares of a picture's size. */
  @Override
  Draw draw(RandomGenerator random);

  @Override
  default Picture apply(Picture picture, RandomGenerator random) {
    return draw(random).apply(picture);
  }

  /** Draws have a mask's side too; one that refuses masks, or may do so, overrides it. */
  @Override
  default boolean movesMasks() {
    return true;
  }

  /** Its components: two transforms that are described alike do the same. */
  @Override
  default String describe() {
    return toString();
  }
}
