package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Slants a picture about its upper left corner, as torchvision's {@code ShearX} and {@code ShearY}
 * of AutoAugment do: row r moves {@code x * r} pixels to the left, column c moves {@code y * c}
 * pixels up. For a shear about the centre there is {@link Affine}.
 *
 * @param x pixels per row, -10 to 10
 * @param y pixels per column, -10 to 10
 * @param sampling of the picture; a mask takes the nearest pixel
 * @param fill of what comes into view
 */
public record Shear(Range x, Range y, Sampling sampling, Fill fill) implements Transform {

  public Shear {
    Require.within("x", x, -10, 10);
    Require.within("y", y, -10, 10);
  }

  /** Of nearest pixels on black. */
  public Shear(Range x, Range y) {
    this(x, y, Sampling.NEAREST, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Slant(x.draw(random), y.draw(random), sampling, fill);
  }

  /** One slant; both at once are torchvision's inverse of {@code y} after {@code x}. */
  record Slant(double x, double y, Sampling sampling, Fill fill) implements Warped {
    @Override
    public Warp warp(int width, int height) {
      return new Warp(Mapping.affine(1 + x * y, x, 0, y, 1, 0), width, height);
    }
  }
}
