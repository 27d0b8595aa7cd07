package org.graft4j.data;

import java.util.Locale;

/**
 * Resizes masks by nearest pixels, those in which the centres of the new ones lie: Pillow's {@code
 * NEAREST}, which matches the resampling of {@link PictureResize}. (torchvision's masks are
 * tensors, whose nearest pixels go by upper left corners: up to half a pixel beside the picture.)
 */
public final class MaskResize {
  /** Additions before a window; only beyond that are rounding errors not Pillow's. */
  private static final long MOST_STEPS = 1L << 24;

  private MaskResize() {}

  /**
   * A rectangle of the mask at another size: as if it were cut out first. The mask itself if that
   * is all of it at its own size.
   *
   * @param x column of the mask at which the rectangle begins
   * @param y row at which it begins
   * @param width of the rectangle, which must lie within the mask
   * @param height of the rectangle
   * @param newWidth pixels per row, positive
   * @param newHeight rows, positive
   */
  public static Mask part(
      Mask mask, int x, int y, int width, int height, int newWidth, int newHeight) {
    if (x < 0
        || y < 0
        || width <= 0
        || height <= 0
        || width > mask.width() - x
        || height > mask.height() - y) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a part must lie within the mask %s, but was %dx%d at (%d, %d)",
              mask,
              width,
              height,
              x,
              y));
    }
    if (newWidth <= 0 || newHeight <= 0 || (long) newWidth * newHeight > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "width and height must be positive and fit an array, but were "
              + newWidth
              + " and "
              + newHeight);
    }
    return picked(
        mask, places(x, width, newWidth, 0, newWidth), places(y, height, newHeight, 0, newHeight));
  }

  /** The part of the mask that a picture of its size is {@linkplain Fit fitted} by. */
  static Mask window(Mask mask, Fit fit) {
    return picked(
        mask,
        places(0, mask.width(), fit.fullWidth(), fit.left(), fit.width()),
        places(0, mask.height(), fit.fullHeight(), fit.top(), fit.height()));
  }

  private static Mask picked(Mask mask, int[] columns, int[] rows) {
    if (isAll(columns, mask.width()) && isAll(rows, mask.height())) {
      return mask;
    }
    byte[] in = mask.classes();
    byte[] out = new byte[columns.length * rows.length];
    for (int y = 0; y < rows.length; y++) {
      int row = rows[y] * mask.width();
      for (int x = 0; x < columns.length; x++) {
        out[y * columns.length + x] = in[row + columns[x]];
      }
    }
    return new Mask(columns.length, rows.length, out, mask.ignored());
  }

  private static boolean isAll(int[] places, int size) {
    return places.length == size && places[0] == 0 && places[size - 1] == size - 1;
  }

  /**
   * Which of {@code size} pixels from {@code start} on each of {@code count} of {@code newSize}
   * shows. Added up in doubles, as Pillow does: that decides where a centre lies on an edge.
   *
   * @param first of the new pixels that are wanted
   */
  private static int[] places(int start, int size, long newSize, long first, int count) {
    int[] places = new int[count];
    double step = (double) size / newSize;
    long next = Math.max(0, first - MOST_STEPS);
    double at = step * (next + 0.5);
    for (; next < first; next++) {
      at += step;
    }
    for (int i = 0; i < count; i++) {
      places[i] = start + Math.min(size - 1, (int) at);
      at += step;
    }
    return places;
  }
}
