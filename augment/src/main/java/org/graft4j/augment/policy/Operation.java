package org.graft4j.augment.policy;

import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.augment.colour.AutoContrast;
import org.graft4j.augment.colour.Brightness;
import org.graft4j.augment.colour.Contrast;
import org.graft4j.augment.colour.Equalize;
import org.graft4j.augment.colour.Invert;
import org.graft4j.augment.colour.Posterize;
import org.graft4j.augment.colour.Saturation;
import org.graft4j.augment.colour.Sharpness;
import org.graft4j.augment.colour.Solarize;
import org.graft4j.augment.geometry.Rotate;
import org.graft4j.augment.geometry.Shear;
import org.graft4j.augment.geometry.Translate;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/** The operations that policies choose from: what each does at a magnitude. */
enum Operation {
  IDENTITY("Identity"),
  SHEAR_X("ShearX"),
  SHEAR_Y("ShearY"),
  TRANSLATE_X("TranslateX"),
  TRANSLATE_Y("TranslateY"),
  ROTATE("Rotate"),
  BRIGHTNESS("Brightness"),
  COLOR("Color"),
  CONTRAST("Contrast"),
  SHARPNESS("Sharpness"),
  POSTERIZE("Posterize"),
  SOLARIZE("Solarize"),
  AUTO_CONTRAST("AutoContrast"),
  EQUALIZE("Equalize"),
  INVERT("Invert");

  private static final Range NONE = Range.of(0);

  private final String inPapers;

  Operation(String inPapers) {
    this.inPapers = inPapers;
  }

  /** Its name in the papers and in torchvision. */
  String inPapers() {
    return inPapers;
  }

  /** The operation of that name. */
  static Operation of(String inPapers) {
    for (Operation operation : values()) {
      if (operation.inPapers.equals(inPapers)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("unknown operation '" + inPapers + "'");
  }

  /**
   * The operation at a magnitude of the policies' tables.
   *
   * @param magnitude with its sign; a translation's in shares of the picture's size, for which see
   *     {@link ShareMove}
   */
  Draw at(double magnitude, Sampling sampling, Fill fill) {
    if (this == IDENTITY) {
      return Draw.NOTHING;
    }
    // Its ranges are constants and its probability is 1: any stream gives the same draw.
    return transform(magnitude, sampling, fill).draw(Seed.of(0).stream("constant"));
  }

  private Transform transform(double magnitude, Sampling sampling, Fill fill) {
    Range one = Range.of(magnitude);
    return switch (this) {
      case SHEAR_X -> new Shear(one, NONE, sampling, fill);
      case SHEAR_Y -> new Shear(NONE, one, sampling, fill);
      case TRANSLATE_X -> new Translate(one, NONE, fill);
      case TRANSLATE_Y -> new Translate(NONE, one, fill);
      case ROTATE -> new Rotate(one, sampling, fill, false);
      case BRIGHTNESS -> new Brightness(Range.of(1 + magnitude));
      case COLOR -> new Saturation(Range.of(1 + magnitude));
      case CONTRAST -> new Contrast(Range.of(1 + magnitude));
      case SHARPNESS -> new Sharpness(Range.of(1 + magnitude), 1);
      case POSTERIZE -> new Posterize((int) magnitude, 1);
      case SOLARIZE -> new Solarize(magnitude, 1);
      case AUTO_CONTRAST -> new AutoContrast(1);
      case EQUALIZE -> new Equalize(1);
      case INVERT -> new Invert(1);
      case IDENTITY -> throw new AssertionError("does nothing");
    };
  }

  /** A translation by pixels, whatever the picture's size; by all of it where it is smaller. */
  record PixelMove(Operation operation, double pixels, Fill fill) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return move(picture.width(), picture.height()).apply(picture);
    }

    @Override
    public Mask apply(Mask mask) {
      return move(mask.width(), mask.height()).apply(mask);
    }

    private Draw move(int width, int height) {
      double share = (int) pixels / (double) (operation == TRANSLATE_X ? width : height);
      return operation.at(Math.max(-1, Math.min(1, share)), Sampling.NEAREST, fill);
    }
  }

  /**
   * A translation by a bin of a share of the size. The strongest one is put into bins only when the
   * size is known, in single precision and in torchvision's order: what would be a whole number of
   * pixels is else a little less, and cut off to one pixel less.
   *
   * @param share the strongest, of the picture's size
   * @param negative to the left or upwards
   */
  record ShareMove(
      Operation operation, double share, int bin, int bins, boolean negative, Fill fill)
      implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return move(picture.width(), picture.height()).apply(picture);
    }

    @Override
    public Mask apply(Mask mask) {
      return move(mask.width(), mask.height()).apply(mask);
    }

    private Draw move(int width, int height) {
      float pixels = pixels(share, operation == TRANSLATE_X ? width : height, bins, bin);
      return new PixelMove(operation, negative ? -pixels : pixels, fill);
    }

    static float pixels(double share, int size, int bins, int bin) {
      return Space.evenly(0, (float) (share * size), bins, bin);
    }
  }
}
