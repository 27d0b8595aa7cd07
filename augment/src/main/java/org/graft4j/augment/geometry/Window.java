package org.graft4j.augment.geometry;

import java.util.Arrays;
import org.graft4j.augment.Fill;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * A rectangle of a picture that may reach beyond it: crops and pads alike.
 *
 * @param left column of the picture at which it begins; may be negative
 * @param top row at which it begins; may be negative
 */
record Window(int left, int top, int width, int height, Border border) {

  Picture picture(Picture picture, Fill fill) {
    if (isAllOf(picture.width(), picture.height())) {
      return picture;
    }
    byte[] out = Fills.area(fill, width, height);
    copy(picture.rgb(), picture.width(), picture.height(), 3, out);
    return new Picture(width, height, out);
  }

  Mask mask(Mask mask) {
    if (isAllOf(mask.width(), mask.height())) {
      return mask;
    }
    byte[] out = new byte[width * height];
    Arrays.fill(out, (byte) mask.ignored());
    copy(mask.classes(), mask.width(), mask.height(), 1, out);
    return new Mask(width, height, out, mask.ignored());
  }

  private boolean isAllOf(int fullWidth, int fullHeight) {
    return left == 0 && top == 0 && width == fullWidth && height == fullHeight;
  }

  /** Copies what is to be seen; the middle of a row, which is there as it is, at once. */
  private void copy(byte[] in, int fullWidth, int fullHeight, int depth, byte[] out) {
    int from = Math.max(0, Math.min(width, -left));
    int to = Math.max(from, Math.min(width, fullWidth - left));
    int[] columns = new int[width];
    for (int x = 0; x < width; x++) {
      columns[x] = border.inside(left + x, fullWidth);
    }
    for (int y = 0; y < height; y++) {
      int row = border.inside(top + y, fullHeight);
      if (row >= 0) {
        int source = row * fullWidth;
        int target = y * width;
        beside(in, source, columns, 0, from, depth, out, target);
        if (to > from) {
          int at = depth * (source + left + from);
          System.arraycopy(in, at, out, depth * (target + from), depth * (to - from));
        }
        beside(in, source, columns, to, width, depth, out, target);
      }
    }
  }

  private static void beside(
      byte[] in, int source, int[] columns, int from, int to, int depth, byte[] out, int target) {
    for (int x = from; x < to; x++) {
      if (columns[x] >= 0) {
        for (int c = 0; c < depth; c++) {
          out[depth * (target + x) + c] = in[depth * (source + columns[x]) + c];
        }
      }
    }
  }
}
