package org.graft4j.data;

import java.util.Arrays;

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
    if (width <= 0 || height <= 0 || 3L * width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "width and height must be positive and fit an array, but were "
              + width
              + " and "
              + height);
    }
    return window(picture, interpolation, width, height, 0, 0, width, height);
  }

  /**
   * A rectangle of the picture at another size: as if it were cut out first, without the copy.
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
    Picture cut = picture;
    if (width != picture.width() || height != picture.height()) {
      cut = new Picture(width, height, columns(picture, x, width, y, height));
    }
    return to(cut, newWidth, newHeight, interpolation);
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
    boolean sameWidth = fullWidth == picture.width();
    boolean sameHeight = fullHeight == picture.height();
    if (sameWidth && sameHeight && width == picture.width() && height == picture.height()) {
      return picture;
    }
    ResizeWeights down =
        sameHeight
            ? null
            : ResizeWeights.of(interpolation, picture.height(), fullHeight, top, height);
    int firstRow = down == null ? (int) top : down.firstNeeded();
    int rows = (down == null ? (int) top + height : down.endNeeded()) - firstRow;
    byte[] narrow;
    if (sameWidth) {
      narrow = columns(picture, (int) left, width, firstRow, rows);
    } else {
      ResizeWeights across =
          ResizeWeights.of(interpolation, picture.width(), fullWidth, left, width);
      narrow = across(picture, across, firstRow, rows);
    }
    return new Picture(width, height, down == null ? narrow : down(narrow, firstRow, down, width));
  }

  private static byte[] columns(Picture picture, int left, int width, int firstRow, int rows) {
    byte[] part = new byte[3 * width * rows];
    for (int y = 0; y < rows; y++) {
      int from = 3 * ((firstRow + y) * picture.width() + left);
      System.arraycopy(picture.rgb(), from, part, 3 * width * y, 3 * width);
    }
    return part;
  }

  private static byte[] across(Picture picture, ResizeWeights across, int firstRow, int rows) {
    byte[] in = picture.rgb();
    int width = across.count();
    if (3L * width * rows > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a picture must have fewer rows to be resized to a width of "
              + width
              + ", but was "
              + picture);
    }
    byte[] out = new byte[3 * width * rows];
    int to = 0;
    for (int y = 0; y < rows; y++) {
      int row = 3 * (firstRow + y) * picture.width();
      for (int x = 0; x < width; x++) {
        int from = row + 3 * across.first(x);
        int red = ResizeWeights.HALF;
        int green = ResizeWeights.HALF;
        int blue = ResizeWeights.HALF;
        for (int weight : across.of(x)) {
          red += weight * (in[from] & 0xff);
          green += weight * (in[from + 1] & 0xff);
          blue += weight * (in[from + 2] & 0xff);
          from += 3;
        }
        out[to] = rounded(red);
        out[to + 1] = rounded(green);
        out[to + 2] = rounded(blue);
        to += 3;
      }
    }
    return out;
  }

  private static byte[] down(byte[] in, int firstRow, ResizeWeights down, int width) {
    int stride = 3 * width;
    int height = down.count();
    byte[] out = new byte[stride * height];
    int[] sums = new int[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, ResizeWeights.HALF);
      int from = stride * (down.first(y) - firstRow);
      for (int weight : down.of(y)) {
        for (int i = 0; i < stride; i++) {
          sums[i] += weight * (in[from + i] & 0xff);
        }
        from += stride;
      }
      for (int i = 0; i < stride; i++) {
        out[stride * y + i] = rounded(sums[i]);
      }
    }
    return out;
  }

  /** Weights may be negative, and those that were rounded up add up to slightly more than one. */
  private static byte rounded(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> ResizeWeights.PRECISION_BITS));
  }
}
