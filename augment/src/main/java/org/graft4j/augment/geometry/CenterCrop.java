package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Cuts out the centre at a size in pixels; where the picture is smaller, it is first set in the
 * middle of the fill: torchvision's {@code CenterCrop}.
 *
 * <p>Pixels are meant of the stored picture, or of what a {@link Resize} before makes of it: so
 * this chooses what the network sees ({@link #framing}), in place of the input spec's own cut.
 *
 * @param width pixels, 1 to 8192
 * @param height pixels, 1 to 8192; width times height at most 2^25
 * @param fill around pictures that are smaller
 */
public record CenterCrop(int width, int height, Fill fill) implements Transform {

  public CenterCrop {
    Require.size("center-crop", width, height);
  }

  @Override
  public boolean framing() {
    return true;
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Centre(width, height, fill);
  }

  /** The cut. */
  record Centre(int width, int height, Fill fill) implements Windowed {
    @Override
    public Window window(int pictureWidth, int pictureHeight) {
      return new Window(
          start(pictureWidth, width), start(pictureHeight, height), width, height, Border.CONSTANT);
    }

    /** Half of what is left over, to even where it is odd; of what is missing, rounded down. */
    private static int start(int size, int wanted) {
      return size >= wanted ? (int) Math.rint((size - wanted) / 2.0) : -((wanted - size) / 2);
    }
  }
}
