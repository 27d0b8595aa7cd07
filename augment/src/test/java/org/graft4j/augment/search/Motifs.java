package org.graft4j.augment.search;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;

/** Folders of pictures of a motif each, with noise; a motif is a pattern of grey fields. */
final class Motifs {
  private static final int SIZE = PixelBackbone.SIZE;

  private Motifs() {}

  /** What a picture shows: a motif, and whether it is mirrored. */
  record Shown(int motif, boolean mirrored) {}

  /** Says what the {@code i}-th picture of a class shows. */
  interface Scene {
    Shown of(int label, int i, RandomGenerator random);
  }

  /** Every class has its motif, and every picture faces left or right. */
  static Scene facingEitherWay() {
    return (label, i, random) -> new Shown(label, random.nextBoolean());
  }

  /** Classes come in pairs that are each other's mirror image. */
  static Scene mirroredPairs() {
    return (label, i, random) -> new Shown(label / 2, label % 2 == 1);
  }

  /** What a picture shows has nothing to do with its class. */
  static Scene meaningless() {
    return (label, i, random) -> new Shown(random.nextInt(40), random.nextBoolean());
  }

  static ImageFolder write(Path root, int classes, int perClass, Scene scene) throws IOException {
    RandomGenerator random = Seed.of(3).stream("motifs");
    for (int label = 0; label < classes; label++) {
      Path folder =
          Files.createDirectories(root.resolve(String.format(Locale.ROOT, "class%02d", label)));
      for (int i = 0; i < perClass; i++) {
        BufferedImage picture = picture(scene.of(label, i, random), random);
        ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
      }
    }
    return ImageFolder.scan(root);
  }

  private static BufferedImage picture(Shown shown, RandomGenerator random) {
    RandomGenerator motif = Seed.of(4).stream("motif", shown.motif());
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int value = 40 + motif.nextInt(150) + random.nextInt(40);
        picture.setRGB(shown.mirrored() ? SIZE - 1 - x : x, y, value * 0x010101);
      }
    }
    return picture;
  }
}
