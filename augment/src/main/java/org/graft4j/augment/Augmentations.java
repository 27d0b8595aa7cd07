package org.graft4j.augment;

import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.data.Augmentation;

/** Ready policies, from none to strong. Which one helps depends on the data: compare them. */
public final class Augmentations {
  private Augmentations() {}

  /** Leaves every picture as it is. */
  public static Augmentation none() {
    return Augmentation.NONE;
  }

  /**
   * For small data and short runs: a flip to every second picture, a crop of at least 85 % of the
   * area, and a little brightness and contrast. Not for classes that differ by left and right.
   */
  public static Transform light() {
    return Sequence.of(
        new RandomResizedCrop(new Range(0.85, 1), new Range(0.9, 1 / 0.9)),
        new HorizontalFlip(0.5),
        new ColourJitter(0.1, 0.1, 0));
  }

  /**
   * For longer runs of a whole network: a flip to every second picture, a crop of 35 to 100 % of
   * the area at 3:4 to 4:3, and colours changed by up to 30 %. Not for classes that differ by left
   * and right or by shades of colour.
   */
  public static Transform standard() {
    return Sequence.of(
        new RandomResizedCrop(new Range(0.35, 1), new Range(3 / 4.0, 4 / 3.0)),
        new HorizontalFlip(0.5),
        new ColourJitter(0.3, 0.3, 0.3));
  }
}
