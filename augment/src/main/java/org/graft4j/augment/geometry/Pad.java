package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Adds pixels around a picture: torchvision's {@code Pad}, with shares in place of pixels and
 * without its failure where a reflection is wider than the picture. The result is larger; in
 * training it is then resized to the network's size, so that all of the picture is seen, smaller. A
 * result of more than 2^25 pixels is refused.
 *
 * @param left share of the width, 0 to 4, to whole pixels rounded
 * @param top share of the height, 0 to 4
 * @param right share of the width, 0 to 4
 * @param bottom share of the height, 0 to 4
 * @param border what is added
 * @param fill the colour, if that is a constant
 */
public record Pad(double left, double top, double right, double bottom, Border border, Fill fill)
    implements Transform {

  public Pad {
    Require.within("left", left, 0, 4);
    Require.within("top", top, 0, 4);
    Require.within("right", right, 0, 4);
    Require.within("bottom", bottom, 0, 4);
  }

  /** As much on all four sides. */
  public Pad(double share, Border border) {
    this(share, share, share, share, border, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Frame(this);
  }

  /** The frame, which has nothing to do with chance. */
  record Frame(Pad pad) implements Windowed {
    @Override
    public Fill fill() {
      return pad.fill();
    }

    @Override
    public Window window(int width, int height) {
      int left = (int) Math.rint(pad.left() * width);
      int top = (int) Math.rint(pad.top() * height);
      int right = (int) Math.rint(pad.right() * width);
      int bottom = (int) Math.rint(pad.bottom() * height);
      Require.result(
          "pad", (long) width * height, (long) left + width + right, (long) top + height + bottom);
      return around(left, top, right, bottom, width, height, pad.border());
    }
  }

  static Window around(
      int left, int top, int right, int bottom, int width, int height, Border border) {
    return new Window(-left, -top, left + width + right, top + height + bottom, border);
  }
}
