package org.graft4j.data;

import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * A decoded picture: 8-bit RGB, row by row from the top, three bytes a pixel.
 *
 * <p>To be treated as immutable: whoever makes a picture hands the array over, and whoever reads
 * {@link #rgb} must not write to it. Copying at each step would cost more than decoding.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Takes the pixels over without a copy.
   *
   * @param rgb {@code width * height * 3} bytes, interleaved
   */
  public Picture(int width, int height, byte[] rgb) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "a picture's size must be positive, but was " + width + "x" + height);
    }
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "rgb must hold %d bytes for %dx%d, but held %d",
              3L * width * height,
              width,
              height,
              rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The pixels themselves, not a copy: interleaved RGB, row-major. Read only. */
  public byte[] rgb() {
    return rgb;
  }

  /** One channel (0 red, 1 green, 2 blue) of one pixel, 0 to 255. */
  public int value(int x, int y, int channel) {
    return rgb[(y * width + x) * 3 + channel] & 0xff;
  }

  /** A copy for Java's own imaging, of TYPE_INT_RGB. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, value(x, y, 0) << 16 | value(x, y, 1) << 8 | value(x, y, 2));
      }
    }
    return image;
  }

  @Override
  public String toString() {
    return "Picture[" + width + "x" + height + "]";
  }
}
