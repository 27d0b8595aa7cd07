package org.graft4j.featurise.internal;

import org.graft4j.data.Augmentation;
import org.graft4j.data.Seed;

/**
 * How often each picture is shown to a frozen part: view 0 is the plain picture, the others are
 * drawn.
 *
 * @param count positive
 * @param augmentation what draws them
 * @param seed of the run
 */
public record Views(int count, Augmentation augmentation, Seed seed) {

  /** The plain picture alone. */
  public static Views plain() {
    return new Views(1, Augmentation.NONE, Seed.of(0));
  }

  /** What the drawn views are drawn from. */
  public Seed drawSeed() {
    return Seed.of(seed.derive("view"));
  }
}
