package org.graft4j.augment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomCrop;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.augment.policy.AugMix;
import org.graft4j.augment.policy.AutoAugment;
import org.graft4j.augment.policy.RandAugment;
import org.graft4j.augment.policy.TrivialAugmentWide;
import org.graft4j.data.Augmentation;
import org.graft4j.runtime.NearestName;

/**
 * Ready policies, from none to strong. Which one helps depends on the data: compare them. All but
 * {@link #none} flip left and right, which must not tell classes apart. {@link AugmentationFile}
 * writes one down for changing.
 */
public final class Augmentations {
  private static final Range FULL_RATIOS = new Range(3 / 4.0, 4 / 3.0);

  private Augmentations() {}

  /** The names of the ready policies, weakest first. */
  public static List<String> names() {
    return List.copyOf(ByName.ALL.keySet());
  }

  /**
   * The ready policy of that name.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest name and all
   */
  public static Augmentation named(String name) {
    Supplier<Augmentation> policy = ByName.ALL.get(name);
    if (policy == null) {
      throw new IllegalArgumentException(NearestName.unknown("augmentation", name, names()));
    }
    return policy.get();
  }

  /** Leaves every picture as it is: for a linear probe on few pictures, and as the yardstick. */
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
    return Sequence.of(crop(0.35), new HorizontalFlip(0.5), new ColourJitter(0.3, 0.3, 0.3));
  }

  /**
   * For small pictures that fill their frame, as those of CIFAR of 32x32: an eighth of the side (4
   * pixels of 32) of black around, a crop of the picture's size out of that, and a flip to every
   * second picture. Not for photographs of which a part is enough, where crops of other sizes teach
   * more ({@link #standard}).
   */
  public static Transform cifar() {
    return Sequence.of(new RandomCrop(4 / 32.0), new HorizontalFlip(0.5));
  }

  /**
   * For whole networks, hundreds of epochs, and networks large enough to learn the training
   * pictures by heart: a crop of 25 to 100 %, a flip, and {@link TrivialAugmentWide}. Not for short
   * runs or frozen trunks, which it harms, and not where the upright position or shades of colour
   * tell classes apart.
   */
  public static Transform heavy() {
    return Sequence.of(crop(0.25), new HorizontalFlip(0.5), new TrivialAugmentWide());
  }

  /**
   * {@link RandAugment} of two operations at magnitude 9 after a crop of 35 to 100 % and a flip:
   * stronger than {@link #standard}, for longer runs of a whole network; its two numbers are to be
   * tuned. Not where shades of colour or slight turns tell classes apart.
   */
  public static Transform randAugment() {
    return afterCrop(new RandAugment(2, 9));
  }

  /**
   * {@link TrivialAugmentWide} after a crop of 35 to 100 % and a flip: as {@link #randAugment},
   * with nothing to tune and now and then much stronger. Not where the upright position or shades
   * of colour tell classes apart.
   */
  public static Transform trivialAugment() {
    return afterCrop(new TrivialAugmentWide());
  }

  /**
   * {@link AutoAugment} of ImageNet after a crop of 35 to 100 % and a flip: for photographs of
   * things, with a whole network. Not for other kinds of pictures, which the search did not see.
   */
  public static Transform autoAugmentImageNet() {
    return afterCrop(new AutoAugment(AutoAugment.Policy.IMAGENET));
  }

  /**
   * {@link AutoAugment} of CIFAR-10 after {@link #cifar}: for small photographs of things, with a
   * whole network. Not for large ones.
   */
  public static Transform autoAugmentCifar10() {
    return Sequence.of(
        new RandomCrop(4 / 32.0),
        new HorizontalFlip(0.5),
        new AutoAugment(AutoAugment.Policy.CIFAR10));
  }

  /**
   * {@link AugMix} after a crop of 35 to 100 % and a flip: where pictures will be blurred, noisy or
   * badly lit in use. Not for masks, and not for accuracy on clean pictures alone.
   */
  public static Transform augMix() {
    return afterCrop(new AugMix());
  }

  private static Transform afterCrop(Transform policy) {
    return Sequence.of(crop(0.35), new HorizontalFlip(0.5), policy);
  }

  private static RandomResizedCrop crop(double least) {
    return new RandomResizedCrop(new Range(least, 1), FULL_RATIOS);
  }

  /** In the order in which they are listed. */
  private static final class ByName {
    static final Map<String, Supplier<Augmentation>> ALL = all();

    private static Map<String, Supplier<Augmentation>> all() {
      Map<String, Supplier<Augmentation>> all = new LinkedHashMap<>();
      all.put("none", Augmentations::none);
      all.put("light", Augmentations::light);
      all.put("cifar", Augmentations::cifar);
      all.put("standard", Augmentations::standard);
      all.put("randaugment", Augmentations::randAugment);
      all.put("trivialaugment", Augmentations::trivialAugment);
      all.put("autoaugment-imagenet", Augmentations::autoAugmentImageNet);
      all.put("autoaugment-cifar10", Augmentations::autoAugmentCifar10);
      all.put("augmix", Augmentations::augMix);
      all.put("heavy", Augmentations::heavy);
      return Collections.unmodifiableMap(all);
    }
  }
}
