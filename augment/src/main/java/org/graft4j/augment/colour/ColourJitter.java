package org.graft4j.augment.colour;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/**
 * Changes brightness, contrast, saturation and hue at random, in random order. A grey picture stays
 * grey.
 *
 * <p>Each of the first three strengths s stands for factors uniform from {@code max(0, 1 - s)} to
 * {@code 1 + s}, the hue's for turns from -s to s; 0 leaves that property alone. Each step equals
 * torchvision's on PIL pictures to the bit, as {@link Brightness}, {@link Contrast}, {@link
 * Saturation} and {@link Hue} do.
 *
 * @param brightness at least 0
 * @param contrast at least 0
 * @param saturation at least 0
 * @param hue 0 to 0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue)
    implements Transform {

  public ColourJitter {
    Limits.requireNotNegative("brightness", brightness);
    Limits.requireNotNegative("contrast", contrast);
    Limits.requireNotNegative("saturation", saturation);
    if (!(hue >= 0 && hue <= 0.5)) {
      throw new IllegalArgumentException("hue must be from 0 to 0.5, but was " + hue);
    }
  }

  /** Leaves the hues alone, which many classes differ by, and is much faster than with them. */
  public ColourJitter(double brightness, double contrast, double saturation) {
    this(brightness, contrast, saturation, 0);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Jittered(
        Range.around1(brightness).draw(random),
        Range.around1(contrast).draw(random),
        Range.around1(saturation).draw(random),
        new Range(-hue, hue).draw(random),
        order(random.nextLong()));
  }

  private static List<Step> order(long seed) {
    Step[] steps = Step.values();
    int[] order = Seed.of(seed).permutation(steps.length, "order");
    return Arrays.stream(order).mapToObj(i -> steps[i]).toList();
  }

  /** What is changed. */
  enum Step {
    BRIGHTNESS,
    CONTRAST,
    SATURATION,
    HUE
  }

  /** By these factors and that turn, in that order. */
  record Jittered(
      double brightness, double contrast, double saturation, double hue, List<Step> order)
      implements ColourDraw {
    Jittered {
      order = List.copyOf(order);
    }

    @Override
    public Picture apply(Picture picture) {
      Canvas canvas = new Canvas(picture);
      for (Step step : order) {
        switch (step) {
          case BRIGHTNESS -> canvas.brightness(brightness);
          case CONTRAST -> canvas.contrast(contrast);
          case SATURATION -> canvas.saturation(saturation);
          case HUE -> canvas.hue(hue);
        }
      }
      return canvas.picture();
    }
  }
}
