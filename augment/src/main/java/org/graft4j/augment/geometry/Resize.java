package org.graft4j.augment.geometry;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Mask;
import org.graft4j.data.MaskResize;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;

/**
 * Resizes a picture to a size in pixels, without regard to its proportions: torchvision's {@code
 * Resize((height, width))} of a Pillow picture.
 *
 * <p>It is meant for the head of a chain that prepares the stored picture by its own rule, and so
 * chooses what the network sees ({@link #framing}): the input spec's resize rule and cut are left
 * out.
 *
 * @param width pixels, 1 to 8192
 * @param height pixels, 1 to 8192; width times height at most 2^25
 * @param interpolation of the picture; a mask takes the nearest pixel
 * @param antialias whether the filter widens as a picture shrinks, as Pillow's does and to its
 *     bits. Without, OpenCV mixes the nearest pixels alone, in a third of the time: a picture that
 *     shrinks to less than half loses pixels and shows jagged edges that the backbone never saw in
 *     its training
 */
public record Resize(int width, int height, Interpolation interpolation, boolean antialias)
    implements Transform {

  public Resize {
    Require.size("resize", width, height);
  }

  /** An antialiased resize. */
  public Resize(int width, int height, Interpolation interpolation) {
    this(width, height, interpolation, true);
  }

  @Override
  public boolean framing() {
    return true;
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Resized(width, height, interpolation, antialias);
  }

  /** Without what is as ever: runs and checkpoints of before there was a choice say the same. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Resize[width=%d, height=%d, interpolation=%s%s]",
        width,
        height,
        interpolation,
        antialias ? "" : ", antialias=false");
  }

  /** The size. */
  record Resized(int width, int height, Interpolation interpolation, boolean antialias)
      implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return antialias
          ? PictureResize.to(picture, width, height, interpolation)
          : PlainResize.part(
              picture, 0, 0, picture.width(), picture.height(), width, height, interpolation);
    }

    @Override
    public Mask apply(Mask mask) {
      return MaskResize.part(mask, 0, 0, mask.width(), mask.height(), width, height);
    }
  }
}
