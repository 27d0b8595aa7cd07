package org.graft4j.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Antialiased resampling, equal to Pillow's {@code Image.resize(size, BILINEAR or BICUBIC)} to the
 * bit: rows first, rounded to 8 bits, then columns; a direction whose size stays is left alone.
 */
public final class PictureResize {
  private PictureResize() {}

  /**
   * The picture at another size; the picture itself if it has that size already.
   *
   * @param width pixels per row, positive
   * @param height rows, positive
   */
  public static Picture to(Picture picture, int width, int height, Interpolation interpolation) {
    requireSize(width, height);
    return new Region(picture, 0, 0, picture.width(), picture.height())
        .window(interpolation, width, height, 0, 0, width, height);
  }

  /**
   * A rectangle of the picture at another size: as if it were cut out first.
   *
   * @param x column of the picture at which the rectangle begins
   * @param y row at which it begins
   * @param width of the rectangle, which must lie within the picture
   * @param height of the rectangle
   * @param newWidth pixels per row, positive
   * @param newHeight rows, positive
   */
  public static Picture part(
      Picture picture,
      int x,
      int y,
      int width,
      int height,
      int newWidth,
      int newHeight,
      Interpolation interpolation) {
    if (x < 0
        || y < 0
        || width <= 0
        || height <= 0
        || width > picture.width() - x
        || height > picture.height() - y) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a part must lie within the picture %s, but was %dx%d at (%d, %d)",
              picture,
              width,
              height,
              x,
              y));
    }
    requireSize(newWidth, newHeight);
    return new Region(picture, x, y, width, height)
        .window(interpolation, newWidth, newHeight, 0, 0, newWidth, newHeight);
  }

  private static void requireSize(int width, int height) {
    if (width <= 0 || height <= 0 || 3L * width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "width and height must be positive and fit an array, but were "
              + width
              + " and "
              + height);
    }
  }

  /**
   * The part of the resized picture that begins at column {@code left} and row {@code top}: the
   * same pixels as if all of it had been made.
   *
   * @param fullWidth width of the whole resized picture
   */
  static Picture window(
      Picture picture,
      Interpolation interpolation,
      long fullWidth,
      long fullHeight,
      long left,
      long top,
      int width,
      int height) {
    return new Region(picture, 0, 0, picture.width(), picture.height())
        .window(interpolation, fullWidth, fullHeight, left, top, width, height);
  }

  /** What is resized of a picture. */
  private record Region(Picture picture, int x, int y, int regionWidth, int regionHeight) {
    /** Rows that are resized across at a time: as long as a row's loop should be, and no longer. */
    private static final int ROWS_AT_ONCE = 64;

    /** Rows that are turned at a time. */
    private static final int EIGHT = 8;

    Picture window(
        Interpolation interpolation,
        long fullWidth,
        long fullHeight,
        long left,
        long top,
        int width,
        int height) {
      ResizeWeights across =
          fullWidth == regionWidth
              ? null
              : ResizeWeights.of(interpolation, regionWidth, fullWidth, left, width);
      ResizeWeights down =
          fullHeight == regionHeight
              ? null
              : ResizeWeights.of(interpolation, regionHeight, fullHeight, top, height);
      if (across == null && down == null) {
        return cut((int) left, (int) top, width, height);
      }
      int firstRow = down == null ? (int) top : down.firstNeeded();
      int rows = (down == null ? (int) top + height : down.endNeeded()) - firstRow;
      requireRoom(width, rows);
      int[][] narrow = new int[(rows + EIGHT - 1) / EIGHT * EIGHT][width];
      if (across == null) {
        for (int row = 0; row < rows; row++) {
          PackedPixels.unpack(picture.rgb(), index((int) left, firstRow + row), narrow[row]);
        }
      } else {
        across(across, firstRow, rows, narrow);
      }
      return down(narrow, firstRow, down, width, height);
    }

    private Picture cut(int left, int top, int width, int height) {
      if (width == picture.width() && height == picture.height()) {
        return picture;
      }
      byte[] out = new byte[3 * width * height];
      for (int row = 0; row < height; row++) {
        int from = index(left, top + row);
        System.arraycopy(picture.rgb(), from, out, 3 * width * row, 3 * width);
      }
      return new Picture(width, height, out);
    }

    private int index(int column, int row) {
      return 3 * ((y + row) * picture.width() + x + column);
    }

    private void requireRoom(int width, int rows) {
      if (3L * width * rows > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "a picture must have fewer rows to be resized to a width of "
                + width
                + ", but was "
                + picture);
      }
    }

    /**
     * Resizes rows, a few at a time: turned on their side, all of a column takes the same weights,
     * so that one loop does it.
     */
    private void across(ResizeWeights across, int firstRow, int rows, int[][] narrow) {
      int firstColumn = across.firstNeeded();
      int width = across.count();
      int[][] level = new int[EIGHT][across.endNeeded() - firstColumn];
      int[][] upright = new int[across.endNeeded() - firstColumn][ROWS_AT_ONCE];
      int[][] resized = new int[width][ROWS_AT_ONCE];
      for (int start = 0; start < rows; start += ROWS_AT_ONCE) {
        int count = Math.min(ROWS_AT_ONCE, rows - start);
        for (int row = 0; row < count; row += EIGHT) {
          for (int k = 0; k < Math.min(EIGHT, count - row); k++) {
            int from = index(firstColumn, firstRow + start + row + k);
            PackedPixels.unpack(picture.rgb(), from, level[k]);
          }
          PackedPixels.upright(level, 0, upright, row);
        }
        for (int i = 0; i < width; i++) {
          PackedPixels.mix(across, i, upright, across.first(i) - firstColumn, resized[i]);
        }
        for (int row = 0; row < count; row += EIGHT) {
          PackedPixels.level(resized, row, narrow, start + row);
        }
      }
    }
  }

  private static Picture down(
      int[][] narrow, int firstRow, @Nullable ResizeWeights down, int width, int height) {
    byte[] out = new byte[3 * width * height];
    int[] line = new int[width];
    for (int row = 0; row < height; row++) {
      if (down == null) {
        PackedPixels.pack(narrow[row], out, 3 * row * width);
      } else {
        PackedPixels.mix(down, row, narrow, down.first(row) - firstRow, line);
        PackedPixels.pack(line, out, 3 * row * width);
      }
    }
    return new Picture(width, height, out);
  }
}
