package org.graft4j.augment.colour;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Changes brightness, contrast and saturation by random factors, in random order. A grey picture
 * stays grey.
 *
 * <p>Each strength s stands for factors uniform from {@code max(0, 1 - s)} to {@code 1 + s}; 0
 * leaves that property alone. The kernels equal torchvision's on PIL pictures to the bit.
 *
 * @param brightness at least 0
 * @param contrast at least 0
 * @param saturation at least 0
 */
public record ColourJitter(double brightness, double contrast, double saturation)
    implements Transform {
  /** All orders of the three steps: 0 brightness, 1 contrast, 2 saturation. */
  private static final List<List<Integer>> ORDERS =
      List.of(
          List.of(0, 1, 2),
          List.of(0, 2, 1),
          List.of(1, 0, 2),
          List.of(1, 2, 0),
          List.of(2, 0, 1),
          List.of(2, 1, 0));

  public ColourJitter {
    requireStrength("brightness", brightness);
    requireStrength("contrast", contrast);
    requireStrength("saturation", saturation);
  }

  private static void requireStrength(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, but was " + value);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Factors(
        Range.around1(brightness).draw(random),
        Range.around1(contrast).draw(random),
        Range.around1(saturation).draw(random),
        ORDERS.get((int) (Range.UNIT.draw(random) * ORDERS.size())));
  }

  /** The factors of one jitter; 1 changes nothing. */
  record Factors(double brightness, double contrast, double saturation, List<Integer> order)
      implements Draw {
    @Override
    public Picture apply(Picture picture) {
      Picture result = picture;
      for (int step : order) {
        result =
            switch (step) {
              case 0 -> brightness == 1 ? result : ColourKernels.brightness(result, brightness);
              case 1 -> contrast == 1 ? result : ColourKernels.contrast(result, contrast);
              default -> saturation == 1 ? result : ColourKernels.saturation(result, saturation);
            };
      }
      return result;
    }

    @Override
    public Mask apply(Mask mask) {
      return mask;
    }
  }
}
