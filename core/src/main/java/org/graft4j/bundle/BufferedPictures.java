package org.graft4j.bundle;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import org.graft4j.data.Picture;

/** Pictures of Java's own as pictures of ours. */
final class BufferedPictures {
  private BufferedPictures() {}

  /** The sRGB values, whatever the picture's type; alpha is dropped, as for files. */
  static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    ColorModel model = image.getColorModel();
    if (model instanceof ComponentColorModel
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      grey(image, model.getComponentSize(0), rgb);
    } else {
      colour(image, rgb);
    }
    return new Picture(width, height, rgb);
  }

  private static void colour(BufferedImage image, byte[] rgb) {
    int[] row = new int[image.getWidth()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
  }

  /** Java takes grey for linear light and would brighten it; files mean the values themselves. */
  private static void grey(BufferedImage image, int bits, byte[] rgb) {
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        byte value = (byte) (image.getRaster().getSample(x, y, 0) >> Math.max(0, bits - 8));
        rgb[at++] = value;
        rgb[at++] = value;
        rgb[at++] = value;
      }
    }
  }
}
