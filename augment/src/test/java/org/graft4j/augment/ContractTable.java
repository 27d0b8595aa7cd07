package org.graft4j.augment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.augment.chain.OneOf;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.chain.SomeOf;
import org.graft4j.augment.chain.WithProbability;
import org.graft4j.augment.colour.AutoContrast;
import org.graft4j.augment.colour.Brightness;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.colour.Contrast;
import org.graft4j.augment.colour.Equalize;
import org.graft4j.augment.colour.Gamma;
import org.graft4j.augment.colour.Greyscale;
import org.graft4j.augment.colour.Hue;
import org.graft4j.augment.colour.Invert;
import org.graft4j.augment.colour.Posterize;
import org.graft4j.augment.colour.Saturation;
import org.graft4j.augment.colour.Sharpness;
import org.graft4j.augment.colour.Solarize;
import org.graft4j.augment.geometry.Affine;
import org.graft4j.augment.geometry.Border;
import org.graft4j.augment.geometry.CenterCrop;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.Pad;
import org.graft4j.augment.geometry.Perspective;
import org.graft4j.augment.geometry.RandomCrop;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.augment.geometry.Resize;
import org.graft4j.augment.geometry.Rotate;
import org.graft4j.augment.geometry.Shear;
import org.graft4j.augment.geometry.Translate;
import org.graft4j.augment.geometry.VerticalFlip;
import org.graft4j.augment.noise.GaussianBlur;
import org.graft4j.augment.noise.GaussianNoise;
import org.graft4j.augment.noise.JpegCompression;
import org.graft4j.augment.noise.SaltAndPepper;
import org.graft4j.augment.occlusion.Cutout;
import org.graft4j.augment.occlusion.GridMask;
import org.graft4j.augment.occlusion.RandomErasing;
import org.graft4j.augment.policy.AugMix;
import org.graft4j.augment.policy.AutoAugment;
import org.graft4j.augment.policy.RandAugment;
import org.graft4j.augment.policy.TrivialAugmentWide;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Interpolation;

/** All transforms that there are, each as registered and stronger, and the ready policies. */
final class ContractTable {
  private static final Range ANY = new Range(-0.9, 0.9);
  private static final Range TURNS = new Range(-180, 180);
  private static final Range FACTORS = new Range(0, 3);

  /** Whose job is the size. */
  static final Set<String> OTHER_SIZE = Set.of("center-crop", "pad", "resize", "rotate expand");

  /** Mixes copies that were moved apart: no label is right. */
  static final Set<String> NO_MASK = Set.of("aug-mix", "policy augmix");

  private ContractTable() {}

  /**
   * One augmentation.
   *
   * @param name the id, and what makes it another than the registered one
   */
  record Row(String name, String id, Augmentation augmentation) {
    /** Whether the row is one of these, by its id or by its whole name. */
    boolean in(Set<String> names) {
      return names.contains(id) || names.contains(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Every registered transform, those of {@link #stronger}, and every policy. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Transforms.all().forEach((id, prototype) -> rows.add(new Row(id, id, prototype)));
    stronger()
        .forEach((name, transform) -> rows.add(new Row(name, name.split(" ", 2)[0], transform)));
    for (String name : Augmentations.names()) {
      String row = "policy " + name;
      rows.add(new Row(row, row, Augmentations.named(name)));
    }
    return rows;
  }

  /** At least one of each transform: its id, and a word. */
  static Map<String, Augmentation> stronger() {
    Map<String, Augmentation> rows = new LinkedHashMap<>();
    geometry(rows);
    colours(rows);
    rows.put("gaussian-blur strong", new GaussianBlur(new Range(0, 0.1)));
    rows.put("gaussian-noise strong", new GaussianNoise(new Range(0.2, 1)));
    rows.put("salt-and-pepper strong", new SaltAndPepper(new Range(0.1, 1)));
    rows.put("jpeg-compression strong", new JpegCompression(new Range(1, 100)));
    rows.put(
        "random-erasing strong",
        new RandomErasing(new Range(0, 1), new Range(0.01, 100), Fill.BLACK, 1));
    rows.put("cutout strong", new Cutout(new Range(0.1, 1.5), Fill.BLACK));
    rows.put("grid-mask strong", new GridMask(new Range(0.1, 2), 0.3, Fill.BLACK));
    rows.put("sequence two", Sequence.of(new HorizontalFlip(0.5), new Rotate(TURNS)));
    rows.put(
        "one-of weighted", new OneOf(List.of(new Rotate(TURNS), new Invert(1)), List.of(1., 2.)));
    rows.put(
        "some-of two", SomeOf.of(2, new VerticalFlip(1), new Invert(1), new Translate(ANY, ANY)));
    rows.put("with-probability flip", new WithProbability(0.3, new VerticalFlip(1)));
    rows.put("rand-augment strong", new RandAugment(5, 30));
    rows.put("trivial-augment-wide fill", new TrivialAugmentWide(new Fill(90, 90, 90)));
    rows.put("auto-augment cifar10", new AutoAugment(AutoAugment.Policy.CIFAR10));
    rows.put("auto-augment svhn", new AutoAugment(AutoAugment.Policy.SVHN));
    rows.put("aug-mix strong", new AugMix(10, 5, 4, 0.5, false, Fill.BLACK));
    return rows;
  }

  private static void geometry(Map<String, Augmentation> rows) {
    Sampling nearest = Sampling.NEAREST;
    Range degrees = new Range(-60, 60);
    Range sizes = new Range(0.1, 5);
    rows.put(
        "affine nearest",
        new Affine(TURNS, ANY, ANY, sizes, degrees, degrees, nearest, Fill.BLACK));
    rows.put(
        "affine bilinear",
        new Affine(TURNS, ANY, ANY, sizes, degrees, degrees, Sampling.BILINEAR, Fill.BLACK));
    rows.put(
        "affine fast",
        new Affine(TURNS, ANY, ANY, sizes, degrees, degrees, Sampling.FAST, Fill.BLACK));
    rows.put("center-crop small", new CenterCrop(9, 300, Fill.BLACK));
    rows.put("horizontal-flip always", new HorizontalFlip(1));
    rows.put("pad constant", new Pad(0.3, Border.CONSTANT));
    rows.put("pad reflect", new Pad(3, Border.REFLECT));
    rows.put("perspective nearest", new Perspective(1, 1, nearest, Fill.BLACK));
    rows.put("perspective fast", new Perspective(1, 1, Sampling.FAST, Fill.BLACK));
    rows.put("random-crop constant", new RandomCrop(0.4));
    rows.put("random-crop reflect", new RandomCrop(1, Border.REFLECT, Fill.BLACK));
    rows.put(
        "random-resized-crop wide", new RandomResizedCrop(new Range(0.01, 1), new Range(0.1, 10)));
    rows.put("resize bicubic", new Resize(31, 17, Interpolation.BICUBIC));
    rows.put("resize plain", new Resize(31, 17, Interpolation.BILINEAR, false));
    rows.put("resize plain bicubic", new Resize(31, 17, Interpolation.BICUBIC, false));
    rows.put(
        "random-resized-crop plain",
        new RandomResizedCrop(new Range(0.08, 1), new Range(3 / 4.0, 4 / 3.0), false));
    rows.put("rotate nearest", new Rotate(TURNS));
    rows.put("rotate expand", new Rotate(TURNS, Sampling.BILINEAR, Fill.BLACK, true));
    rows.put("rotate fast", new Rotate(TURNS, Sampling.FAST, Fill.BLACK, false));
    rows.put("shear fast", new Shear(new Range(-2, 2), ANY, Sampling.FAST, Fill.BLACK));
    rows.put("shear nearest", new Shear(new Range(-2, 2), ANY));
    rows.put("translate far", new Translate(new Range(-1, 1), ANY));
    rows.put("vertical-flip always", new VerticalFlip(1));
  }

  private static void colours(Map<String, Augmentation> rows) {
    rows.put("brightness strong", new Brightness(FACTORS));
    rows.put("contrast strong", new Contrast(FACTORS));
    rows.put("saturation strong", new Saturation(FACTORS));
    rows.put("hue all", new Hue(new Range(-0.5, 0.5)));
    rows.put("gamma strong", new Gamma(new Range(0.1, 4), 1.2));
    rows.put("colour-jitter strong", new ColourJitter(1.5, 1.5, 1.5, 0.5));
    rows.put("greyscale always", new Greyscale(1));
    rows.put("invert always", new Invert(1));
    rows.put("posterize one", new Posterize(1, 1));
    rows.put("solarize always", new Solarize(0.3, 1));
    rows.put("equalize always", new Equalize(1));
    rows.put("auto-contrast always", new AutoContrast(1));
    rows.put("sharpness strong", new Sharpness(FACTORS, 1));
  }

  /** The rows that move pixels without changing them, on black: a mask must move alike. */
  static final Set<String> MOVING =
      Set.of(
          "affine nearest",
          "center-crop small",
          "horizontal-flip always",
          "pad constant",
          "perspective nearest",
          "random-crop constant",
          "rotate nearest",
          "shear nearest",
          "translate far",
          "vertical-flip always",
          "random-erasing strong",
          "cutout strong",
          "grid-mask strong",
          "sequence two",
          "with-probability flip",
          "policy cifar");
}
