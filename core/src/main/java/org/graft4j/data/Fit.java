package org.graft4j.data;

import java.util.Arrays;

/**
 * How a picture of some size becomes one of a network's: resized, and a window cut out of that,
 * which is set in the middle of nothing where it is smaller. The same for a picture and its mask.
 *
 * @param fullWidth of the whole resized picture; up to 2^60 for a strip one pixel high, so that
 *     only the window may ever be made
 * @param left column of the resized picture at which the window begins
 * @param width of the window, at most the network's
 */
record Fit(long fullWidth, long fullHeight, long left, long top, int width, int height) {

  /** For pictures of that size. */
  static Fit of(InputSpec spec, int width, int height) {
    if (!(spec.resize() instanceof ResizeRule.ShorterSide rule)) {
      return new Fit(spec.width(), spec.height(), 0, 0, spec.width(), spec.height());
    }
    boolean wide = width > height;
    long longer = (long) rule.size() * (wide ? width : height) / (wide ? height : width);
    long fullWidth = wide ? longer : rule.size();
    long fullHeight = wide ? rule.size() : longer;
    int cutWidth = (int) Math.min(fullWidth, spec.width());
    int cutHeight = (int) Math.min(fullHeight, spec.height());
    return new Fit(
        fullWidth,
        fullHeight,
        halfToEven(fullWidth - cutWidth),
        halfToEven(fullHeight - cutHeight),
        cutWidth,
        cutHeight);
  }

  /** Half of a number that is not negative; a half rounds to the even neighbour, as in Python. */
  private static long halfToEven(long n) {
    long half = n / 2;
    return half + (n & half & 1);
  }

  Picture picture(Picture picture, InputSpec spec) {
    Picture cut =
        PictureResize.window(
            picture, spec.interpolation(), fullWidth, fullHeight, left, top, width, height);
    if (width == spec.width() && height == spec.height()) {
      return cut;
    }
    byte[] rgb = new byte[3 * spec.width() * spec.height()];
    inTheMiddle(cut.rgb(), 3, rgb, spec);
    return new Picture(spec.width(), spec.height(), rgb);
  }

  Mask mask(Mask mask, InputSpec spec) {
    Mask cut = MaskResize.window(mask, this);
    if (width == spec.width() && height == spec.height()) {
      return cut;
    }
    byte[] classes = new byte[spec.width() * spec.height()];
    Arrays.fill(classes, (byte) mask.ignored());
    inTheMiddle(cut.classes(), 1, classes, spec);
    return new Mask(spec.width(), spec.height(), classes, mask.ignored());
  }

  private void inTheMiddle(byte[] cut, int depth, byte[] all, InputSpec spec) {
    int x = (spec.width() - width) / 2;
    int y = (spec.height() - height) / 2;
    for (int row = 0; row < height; row++) {
      int to = depth * ((y + row) * spec.width() + x);
      System.arraycopy(cut, depth * row * width, all, to, depth * width);
    }
  }
}
