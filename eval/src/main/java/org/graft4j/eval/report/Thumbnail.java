package org.graft4j.eval.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft4j.data.Picture;

/** A picture made small enough for a page, and that as a {@code data:} address. */
final class Thumbnail {
  /** Twice the size on the page, for dense screens. */
  static final int LONGER_SIDE = 224;

  private Thumbnail() {}

  /** The picture itself where it is small enough. */
  static Picture of(Picture picture) {
    if (Math.max(picture.width(), picture.height()) <= LONGER_SIDE) {
      return picture;
    }
    BufferedImage image = picture.toBufferedImage();
    // Halving step by step averages all pixels; one bilinear step would skip most of them.
    while (Math.max(image.getWidth(), image.getHeight()) > 2 * LONGER_SIDE) {
      image = scaled(image, 0.5);
    }
    return pixels(
        scaled(image, (double) LONGER_SIDE / Math.max(image.getWidth(), image.getHeight())));
  }

  private static Picture pixels(BufferedImage image) {
    int width = image.getWidth();
    int[] packed = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    byte[] rgb = new byte[packed.length * 3];
    for (int i = 0; i < packed.length; i++) {
      rgb[3 * i] = (byte) (packed[i] >> 16);
      rgb[3 * i + 1] = (byte) (packed[i] >> 8);
      rgb[3 * i + 2] = (byte) packed[i];
    }
    return new Picture(width, image.getHeight(), rgb);
  }

  /** The picture as it is, as a JPEG. */
  static String dataUri(Picture picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture.toBufferedImage(), "jpg", out)) {
        throw new IllegalStateException("this Java has no JPEG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static BufferedImage scaled(BufferedImage image, double scale) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
