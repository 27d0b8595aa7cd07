package org.graft4j.augment.generate;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures that a small network learns in seconds: bars that stand, bars that lie, and discs. */
final class Shapes {
  static final LabelMap LABELS = LabelMap.of(List.of("bar", "disc", "plank"));
  private static final int SIZE = 32;

  private Shapes() {}

  /** So many of each class, class by class, near the middle; equal for equal seeds. */
  static List<Picture> draw(int perClass, long seed) {
    return draw(perClass, seed, 4);
  }

  /**
   * The same, up to that far from the middle, each way.
   *
   * @param reach in pixels
   */
  static List<Picture> draw(int perClass, long seed, double reach) {
    List<Picture> pictures = new ArrayList<>();
    for (int label = 0; label < 3; label++) {
      for (int i = 0; i < perClass; i++) {
        pictures.add(draw(label, reach, Seed.of(seed).stream("shapes", label, i)));
      }
    }
    return pictures;
  }

  static int[] labels(int perClass) {
    int[] labels = new int[3 * perClass];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / perClass;
    }
    return labels;
  }

  private static Picture draw(int label, double reach, RandomGenerator random) {
    double x = 16 + reach * (2 * random.nextDouble() - 1);
    double y = 16 + reach * (2 * random.nextDouble() - 1);
    double wide = label == 2 ? 11 : label == 0 ? 3 : 7;
    double high = label == 0 ? 11 : label == 2 ? 3 : 7;
    byte[] rgb = new byte[3 * SIZE * SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double dx = Math.abs(column - x) / wide;
        double dy = Math.abs(row - y) / high;
        boolean inside = label == 1 ? dx * dx + dy * dy < 1 : Math.max(dx, dy) < 1;
        Arrays.fill(
            rgb,
            3 * (row * SIZE + column),
            3 * (row * SIZE + column) + 3,
            (byte) (inside ? 230 : 20));
      }
    }
    return new Picture(SIZE, SIZE, rgb);
  }

  /** A picture of one grey. */
  static Picture flat(int value) {
    byte[] rgb = new byte[3 * SIZE * SIZE];
    Arrays.fill(rgb, (byte) value);
    return new Picture(SIZE, SIZE, rgb);
  }

  /** Noise instead of pictures. */
  static Picture noise(RandomGenerator random) {
    byte[] rgb = new byte[3 * SIZE * SIZE];
    random.nextBytes(rgb);
    return new Picture(SIZE, SIZE, rgb);
  }

  /** Writes the pictures as files, a folder a class. */
  static List<ImageItem> write(Path root, List<Picture> pictures, int[] labels) throws IOException {
    for (int i = 0; i < labels.length; i++) {
      Picture picture = pictures.get(i);
      BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
      for (int k = 0; k < SIZE * SIZE; k++) {
        int grey = picture.value(k % SIZE, k / SIZE, 0);
        image.setRGB(k % SIZE, k / SIZE, grey << 16 | grey << 8 | grey);
      }
      Path folder = Files.createDirectories(root.resolve(LABELS.name(labels[i])));
      ImageIO.write(
          image, "png", folder.resolve(String.format(Locale.ROOT, "%03d.png", i)).toFile());
    }
    return ImageFolder.scan(root).items();
  }

  /** Features that need no backbone: means of red over 8 x 8 cells, from 0 to 1. */
  static INDArray cells(List<Picture> pictures) {
    float[] values = new float[64 * pictures.size()];
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      int side = picture.width() / 8;
      for (int y = 0; y < 8 * side; y++) {
        for (int x = 0; x < 8 * side; x++) {
          values[64 * i + y / side * 8 + x / side] += picture.value(x, y, 0) / (255f * side * side);
        }
      }
    }
    return Latent.array(values, DataType.FLOAT, pictures.size(), 64);
  }

  /** The nearest training row's class: a head that can be seen through. */
  static int[] nearest(INDArray known, int[] labels, INDArray asked) {
    double[][] rows = known.toDoubleMatrix();
    double[][] others = asked.toDoubleMatrix();
    int[] said = new int[others.length];
    for (int i = 0; i < said.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < rows.length; j++) {
        double squares = 0;
        for (int k = 0; k < rows[j].length; k++) {
          squares += (rows[j][k] - others[i][k]) * (rows[j][k] - others[i][k]);
        }
        if (squares < least) {
          least = squares;
          said[i] = labels[j];
        }
      }
    }
    return said;
  }
}
