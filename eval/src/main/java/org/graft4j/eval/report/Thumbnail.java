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

/** A picture made small enough for a page, as a {@code data:} address. */
final class Thumbnail {
  /** Twice the size on the page, for dense screens. */
  private static final int LONGER_SIDE = 224;

  private Thumbnail() {}

  static String dataUri(Picture picture) {
    BufferedImage image = picture.toBufferedImage();
    // Halving step by step averages all pixels; one bilinear step would skip most of them.
    while (Math.max(image.getWidth(), image.getHeight()) > 2 * LONGER_SIDE) {
      image = scaled(image, 0.5);
    }
    double scale = (double) LONGER_SIDE / Math.max(image.getWidth(), image.getHeight());
    if (scale < 1) {
      image = scaled(image, scale);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "jpg", out)) {
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
