package org.graft4j.data;

import java.util.Locale;

/**
 * The class of each pixel of a picture, for segmentation: one byte a pixel, row by row from the
 * top.
 *
 * <p>To be treated as immutable, as a {@link Picture} is: whoever makes one hands the array over,
 * and whoever reads {@link #classes} must not write to it.
 */
public final class Mask {
  /** What most data sets mark pixels with that belong to no class. */
  public static final int IGNORED = 255;

  private final int width;
  private final int height;
  private final byte[] classes;
  private final int ignored;

  /**
   * Takes the pixels over without a copy.
   *
   * @param classes {@code width * height} bytes, each 0 to 255 without sign
   * @param ignored the label of pixels that neither count nor train, 0 to 255; what moves into a
   *     mask from beyond its border gets it
   */
  public Mask(int width, int height, byte[] classes, int ignored) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "a mask's size must be positive, but was " + width + "x" + height);
    }
    if (classes.length != (long) width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "classes must hold %d bytes for %dx%d, but held %d",
              (long) width * height,
              width,
              height,
              classes.length));
    }
    if (ignored < 0 || ignored > 255) {
      throw new IllegalArgumentException("ignored must be from 0 to 255, but was " + ignored);
    }
    this.width = width;
    this.height = height;
    this.classes = classes;
    this.ignored = ignored;
  }

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The labels themselves, not a copy: row-major, without sign. Read only. */
  public byte[] classes() {
    return classes;
  }

  /** The label of pixels that neither count nor train. */
  public int ignored() {
    return ignored;
  }

  /** The label of one pixel, 0 to 255. */
  public int value(int x, int y) {
    return classes[y * width + x] & 0xff;
  }

  @Override
  public String toString() {
    return "Mask[" + width + "x" + height + "]";
  }
}
