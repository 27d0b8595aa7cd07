package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Turns a picture about its centre, as torchvision's {@code RandomRotation} does a Pillow picture.
 *
 * @param degrees counter-clockwise, uniform; -720 to 720
 * @param sampling of the picture; a mask takes the nearest pixel
 * @param fill of the corners that come into view
 * @param expand whether the result grows until it holds the whole turned picture, to at most 2^25
 *     pixels; else it keeps the picture's size, and corners are lost
 */
public record Rotate(Range degrees, Sampling sampling, Fill fill, boolean expand)
    implements Transform {

  public Rotate {
    Require.within("degrees", degrees, -720, 720);
  }

  /** At the picture's size, of nearest pixels on black: what torchvision does unless told. */
  public Rotate(Range degrees) {
    this(degrees, Sampling.NEAREST, Fill.BLACK, false);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Turn(degrees.draw(random), sampling, fill, expand);
  }

  /** One turn. */
  record Turn(double degrees, Sampling sampling, Fill fill, boolean expand) implements Warped {
    @Override
    public Warp warp(int width, int height) {
      if (expand && Math.abs(degrees % 180) == 90) {
        return quarter(degrees, width, height);
      }
      Mapping turn = Mapping.rotation(degrees, width / 2.0, height / 2.0);
      return expand ? expanded(turn, width, height) : new Warp(turn, width, height);
    }
  }

  /** Exactly the sides exchanged; whole pixels around the corners would be one more of each. */
  private static Warp quarter(double degrees, int width, int height) {
    double turn = degrees % 360;
    boolean left = turn == 90 || turn == -270;
    Mapping mapping =
        left ? Mapping.affine(0, -1, width, 1, 0, 0) : Mapping.affine(0, 1, 0, -1, 0, height);
    return new Warp(mapping, height, width);
  }

  /** Pillow's size: whole pixels around the corners of the picture turned the other way. */
  private static Warp expanded(Mapping turn, int width, int height) {
    double[] xs = {turn.c(), 0, 0, turn.b() * height + turn.c()};
    double[] ys = {turn.f(), 0, 0, turn.e() * height + turn.f()};
    xs[1] = turn.a() * width + turn.c();
    ys[1] = turn.d() * width + turn.f();
    xs[2] = turn.a() * width + turn.b() * height + turn.c();
    ys[2] = turn.d() * width + turn.e() * height + turn.f();
    int newWidth = pixelsAround(xs);
    int newHeight = pixelsAround(ys);
    Require.result("rotate", (long) width * height, newWidth, newHeight);
    return new Warp(
        turn.from(-(newWidth - width) / 2.0, -(newHeight - height) / 2.0), newWidth, newHeight);
  }

  private static int pixelsAround(double[] places) {
    double low = places[0];
    double high = places[0];
    for (double place : places) {
      low = Math.min(low, place);
      high = Math.max(high, place);
    }
    return (int) (Math.ceil(high) - Math.floor(low));
  }
}
