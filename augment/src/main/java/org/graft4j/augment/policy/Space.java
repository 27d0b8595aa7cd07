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
 * @param pixels whether translations are in pixels; else in shares of the picture's size
 */
record Space(List<Entry> entries, int bins, boolean pixels, Sampling sampling) {

  /**
   * One operation.
   *
   * @param signed whether the magnitude is negative every second time
   * @param magnitudes by bin; none for an operation without strength
   */
  record Entry(Operation operation, boolean signed, List<Double> magnitudes) {

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
    double magnitude = negative ? -entry.magnitude(bin) : entry.magnitude(bin);
    Operation operation = entry.operation();
    return pixels && (operation == TRANSLATE_X || operation == TRANSLATE_Y)
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

  static Space randAugment() {
    Building space = new Building(31);
    space.add(IDENTITY);
    space.geometry(0.3f, 150 / 331.0, 30);
    space.enhancements(0.9f);
    space.posterize(8, 4);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).space(false, Sampling.NEAREST);
  }

  static Space trivialAugmentWide() {
    Building space = new Building(31);
    space.add(IDENTITY);
    space.geometry(0.99f, 32, 135);
    space.enhancements(0.99f);
    space.posterize(8, 6);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).space(true, Sampling.NEAREST);
  }

  static Space autoAugment() {
    Building space = new Building(10);
    space.geometry(0.3f, 150 / 331.0, 30);
    space.enhancements(0.9f);
    space.posterize(8, 4);
    space.solarize();
    return space.add(AUTO_CONTRAST).add(EQUALIZE).add(INVERT).space(false, Sampling.NEAREST);
  }

  static Space augMix(boolean allOperations) {
    Building space = new Building(10);
    space.geometry(0.3f, 1 / 3.0, 30);
    space.posterize(4, 4);
    space.solarize();
    space.add(AUTO_CONTRAST).add(EQUALIZE);
    if (allOperations) {
      space.enhancements(0.9f);
    }
    return space.space(false, Sampling.BILINEAR);
  }

  /** Collects entries. */
  private static final class Building {
    private final int bins;
    private final List<Entry> entries = new ArrayList<>();

    Building(int bins) {
      this.bins = bins;
    }

    Building add(Operation operation) {
      entries.add(new Entry(operation, false, List.of()));
      return this;
    }

    void geometry(float shear, double translation, float degrees) {
      signed(SHEAR_X, evenly(0, shear));
      signed(SHEAR_Y, evenly(0, shear));
      signed(TRANSLATE_X, evenly(0, (float) translation));
      signed(TRANSLATE_Y, evenly(0, (float) translation));
      signed(ROTATE, evenly(0, degrees));
    }

    void enhancements(float most) {
      for (Operation operation : List.of(BRIGHTNESS, COLOR, CONTRAST, SHARPNESS)) {
        signed(operation, evenly(0, most));
      }
    }

    /** Bits that are kept: from the first down by so many. */
    void posterize(int first, int down) {
      List<Double> bits = new ArrayList<>();
      for (int bin = 0; bin < bins; bin++) {
        bits.add(first - Math.rint(bin / ((bins - 1) / (double) down)));
      }
      entries.add(new Entry(POSTERIZE, false, bits));
    }

    void solarize() {
      entries.add(new Entry(SOLARIZE, false, evenly(1, 0)));
    }

    private void signed(Operation operation, List<Double> magnitudes) {
      entries.add(new Entry(operation, true, magnitudes));
    }

    /** torch.linspace: from both ends to the middle, with the product unrounded. */
    private List<Double> evenly(float from, float to) {
      float step = (to - from) / (bins - 1);
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < bins; i++) {
        values.add(
            (double) (i < bins / 2 ? Math.fma(step, i, from) : Math.fma(-step, bins - 1 - i, to)));
      }
      return List.copyOf(values);
    }

    Space space(boolean pixels, Sampling sampling) {
      return new Space(List.copyOf(entries), bins, pixels, sampling);
    }
  }
}
