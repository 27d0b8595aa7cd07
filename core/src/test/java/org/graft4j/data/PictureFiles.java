package org.graft4j.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes small pictures where a test wants them. */
final class PictureFiles {
  private PictureFiles() {}

  /** A PNG of 12x10 pixels of noise; the seed makes it a picture of its own. */
  static void png(Path file, long seed) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < 120; i++) {
      image.setRGB(i % 12, i / 12, random.nextInt(1 << 24));
    }
    ImageIO.write(image, "png", file.toFile());
  }

  static void pngs(Path root, String... ids) throws IOException {
    for (int i = 0; i < ids.length; i++) {
      png(root.resolve(ids[i]), i);
    }
  }
}
