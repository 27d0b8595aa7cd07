package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Mask;
import org.graft4j.data.MaskResize;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;

/**
 * Resizes a picture to a size in pixels, antialiased, without regard to its proportions:
 * torchvision's {@code Resize((height, width))} of a Pillow picture.
 *
 * <p>It is meant for the head of a chain that prepares the stored picture by its own rule, and so
 * chooses what the network sees ({@link #framing}): the input spec's resize rule and cut are left
 * out.
 *
 * @param width pixels, 1 to 8192
 * @param height pixels, 1 to 8192; width times height at most 2^25
 * @param interpolation of the picture; a mask takes the nearest pixel
 */
public record Resize(int width, int height, Interpolation interpolation) implements Transform {

  public Resize {
    Require.size("resize", width, height);
  }

  @Override
  public boolean framing() {
    return true;
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Resized(width, height, interpolation);
  }

  /** The size. */
  record Resized(int width, int height, Interpolation interpolation) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return PictureResize.to(picture, width, height, interpolation);
    }

    @Override
    public Mask apply(Mask mask) {
      return MaskResize.part(mask, 0, 0, mask.width(), mask.height(), width, height);
    }
  }
}
