package org.graft4j.augment.policy;

import static org.graft4j.augment.policy.Operation.AUTO_CONTRAST;
import static org.graft4j.augment.policy.Operation.BRIGHTNESS;
import static org.graft4j.augment.policy.Operation.COLOR;
import static org.graft4j.augment.policy.Operation.CONTRAST;
import static org.graft4j.augment.policy.Operation.EQUALIZE;
import static org.graft4j.augment.policy.Operation.IDENTITY;
import static org.graft4j.augment.policy.Operation.INVERT;
import static org.graft4j.augment.policy.Operation.POSTERIZE;
import static org.graft4j.augment.policy.Operation.ROTATE;
import static org.graft4j.augment.policy.Operation.SHARPNESS;
import static org.graft4j.augment.policy.Operation.SHEAR_X;
import static org.graft4j.augment.policy.Operation.SHEAR_Y;
import static org.graft4j.augment.policy.Operation.SOLARIZE;
import static org.graft4j.augment.policy.Operation.TRANSLATE_X;
import static org.graft4j.augment.policy.Operation.TRANSLATE_Y;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.data.Draw;

/**
 * What a policy chooses from: operations, and the magnitude of each in bins from weak to strong.
 * The numbers, in single precision, are torchvision's.
 *
 * @param entries in torchvision's order
 * @param bins how many magnitudes an operation has
 */
record Space(List<Entry> entries, int bins, Sampling sampling) {

  /**
   * One operation.
   *
   * @param signed whether the magnitude is negative every second time
   * @param share the strongest translation, of the picture's size; 0 for anything else
   * @param magnitudes by bin; none for an operation without strength, or with a share
   */
  record Entry(Operation operation, boolean signed, double share, List<Double> magnitudes) {

    /** The magnitude of a bin, 0 without any. */
    double magnitude(int bin) {
      return magnitudes.isEmpty() ? 0 : magnitudes.get(bin);
    }
  }

  /**
   * Draws the sign, if there is one, of the operation.
   *
   * @return the operation at that bin
   */
  Draw draw(Entry entry, int bin, Fill fill, RandomGenerator random) {
    boolean negative = entry.signed() && Range.UNIT.draw(random) < 0.5;
    Operation operation = entry.operation();
    if (entry.share() > 0) {
      return new Operation.ShareMove(operation, entry.share(), bin, bins, negative, fill);
    }
    double magnitude = negative ? -entry.magnitude(bin) : entry.magnitude(bin);
    return operation == TRANSLATE_X || operation == TRANSLATE_Y
        ? new Operation.PixelMove(operation, magnitude, fill)
        : operation.at(magnitude, sampling, fill);
  }

  /** One of the operations, each as likely. */
  Entry choose(RandomGenerator random) {
    return entries.get((int) (Range.UNIT.draw(random) * entries.size()));
  }

  /** The operation of that kind. */
  Entry of(Operation operation) {
    return entries.stream().filter(e -> e.operation() == operation).findFirst().orElseThrow();
  }

  /** A bin of torch.linspace: from both ends to the middle, with the product unrounded. */
  static float evenly(float from, float to, int bins, int bin) {
    float step = (to - from) / (bins - 1);
    return bin < bins / 2 ? Math.fma(step, bin, from) : Math.fma(-step, bins - 1 - bin, to);
  }

  static Space randAugment() {
    Building space = new Building(31);
    space.add(IDENTITY);
    space.shears(0.3f);
    space.shares(150 / 331.0);
    space.rotate(30);
    space.enhancements(0.9f);
    space.posterize(8, 4);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).space(Sampling.NEAREST);
  }

  static Space trivialAugmentWide() {
    Building space = new Building(31);
    space.add(IDENTITY);
    space.shears(0.99f);
    space.translations(32);
    space.rotate(135);
    space.enhancements(0.99f);
    space.posterize(8, 6);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).space(Sampling.NEAREST);
  }

  static Space autoAugment() {
    Building space = new Building(10);
    space.shears(0.3f);
    space.shares(150 / 331.0);
    space.rotate(30);
    space.enhancements(0.9f);
    space.posterize(8, 4);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).add(INVERT).space(Sampling.NEAREST);
  }

  static Space augMix(boolean allOperations) {
    Building space = new Building(10);
    space.shears(0.3f);
    space.shares(1 / 3.0);
    space.rotate(30);
    space.posterize(4, 4);
    space.solarize();
    space.add(AUTO_CONTRAST).add(EQUALIZE);
    if (allOperations) {
      space.enhancements(0.9f);
    }
    return space.space(Sampling.BILINEAR);
  }

  /** Collects entries. */
  private static final class Building {
    private final int bins;
    private final List<Entry> entries = new ArrayList<>();

    Building(int bins) {
      this.bins = bins;
    }

    Building add(Operation operation) {
      entries.add(new Entry(operation, false, 0, List.of()));
      return this;
    }

    void shears(float most) {
      signed(SHEAR_X, evenly(most));
      signed(SHEAR_Y, evenly(most));
    }

    /** In pixels, whatever the picture's size. */
    void translations(float most) {
      signed(TRANSLATE_X, evenly(most));
      signed(TRANSLATE_Y, evenly(most));
    }

    /** Translations in shares of the picture's size. */
    void shares(double most) {
      entries.add(new Entry(TRANSLATE_X, true, most, List.of()));
      entries.add(new Entry(TRANSLATE_Y, true, most, List.of()));
    }

    void rotate(float degrees) {
      signed(ROTATE, evenly(degrees));
    }

    void enhancements(float most) {
      for (Operation operation : List.of(BRIGHTNESS, COLOR, CONTRAST, SHARPNESS)) {
        signed(operation, evenly(most));
      }
    }

    /** Bits that are kept: from the first down by so many. */
    void posterize(int first, int down) {
      List<Double> bits = new ArrayList<>();
      for (int bin = 0; bin < bins; bin++) {
        bits.add(first - Math.rint(bin / ((bins - 1) / (double) down)));
      }
      entries.add(new Entry(POSTERIZE, false, 0, bits));
    }

    void solarize() {
      entries.add(new Entry(SOLARIZE, false, 0, evenly(1, 0)));
    }

    private void signed(Operation operation, List<Double> magnitudes) {
      entries.add(new Entry(operation, true, 0, magnitudes));
    }

    private List<Double> evenly(float most) {
      return evenly(0, most);
    }

    private List<Double> evenly(float from, float to) {
      List<Double> values = new ArrayList<>();
      for (int bin = 0; bin < bins; bin++) {
        values.add((double) Space.evenly(from, to, bins, bin));
      }
      return List.copyOf(values);
    }

    Space space(Sampling sampling) {
      return new Space(List.copyOf(entries), bins, sampling);
    }
  }
}
