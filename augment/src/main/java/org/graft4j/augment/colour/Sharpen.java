package org.graft4j.augment.colour;

import org.graft4j.data.Picture;

/** Blends each pixel with the mean of itself, five times, and its eight neighbours. */
final class Sharpen {
  private Sharpen() {}

  /** The outermost pixels, which lack neighbours, stay. */
  static Picture blend(Picture picture, float factor) {
    int stride = 3 * picture.width();
    byte[] from = picture.rgb();
    byte[] to = from.clone();
    int[] columns = new int[stride];
    for (int row = stride; row < from.length - stride; row += stride) {
      for (int x = 0; x < stride; x++) {
        int at = row + x;
        columns[x] = (from[at - stride] & 0xff) + (from[at] & 0xff) + (from[at + stride] & 0xff);
      }
      for (int x = 3; x < stride - 3; x++) {
        int value = from[row + x] & 0xff;
        int sum = columns[x - 3] + columns[x] + columns[x + 3] + 4 * value;
        // Rounded; a thirteenth is never a half.
        int blended = Blend.of((sum + 6) / 13, value, factor);
        to[row + x] = (byte) (blended >>> 8 == 0 ? blended : Blend.clipped(blended));
      }
    }
    return new Picture(picture.width(), picture.height(), to);
  }
}
