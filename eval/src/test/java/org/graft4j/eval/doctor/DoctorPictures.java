package org.graft4j.eval.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnTask;

/** Drawn pictures, what may happen to one, and files of them. */
final class DoctorPictures {
  /** Drawing takes longer than all that is done with it. */
  private static final Map<Integer, Picture> DRAWN = new ConcurrentHashMap<>();

  private DoctorPictures() {}

  /**
   * A picture of class {@code index % classes}; each index is another one. A red corner keeps those
   * that happen to be grey from being told apart.
   */
  static Picture drawn(int index) {
    return DRAWN.computeIfAbsent(index, DoctorPictures::draw);
  }

  private static Picture draw(int index) {
    int classes = DrawnTask.target().labels().size();
    Picture plain =
        DrawnTask.target().draw(index % classes, 96, Seed.of(5).stream("doctor", index));
    byte[] rgb = plain.rgb().clone();
    for (int i = 0; i < 36; i++) {
      int at = 3 * (i / 6 * plain.width() + i % 6);
      rgb[at] = (byte) 255;
      rgb[at + 1] = 0;
      rgb[at + 2] = 0;
    }
    return new Picture(plain.width(), plain.height(), rgb);
  }

  static Picture mirrored(Picture picture) {
    byte[] turned = new byte[picture.rgb().length];
    int width = picture.width();
    for (int i = 0; i < turned.length; i++) {
      int pixel = i / 3;
      int from = pixel - pixel % width + width - 1 - pixel % width;
      turned[i] = picture.rgb()[3 * from + i % 3];
    }
    return new Picture(width, picture.height(), turned);
  }

  static Picture with(Picture picture, IntUnaryOperator change) {
    byte[] changed = new byte[picture.rgb().length];
    for (int i = 0; i < changed.length; i++) {
      int value = change.applyAsInt(picture.rgb()[i] & 0xff);
      changed[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return new Picture(picture.width(), picture.height(), changed);
  }

  static void png(Picture picture, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(picture.toBufferedImage(), "png", file.toFile());
  }

  static void jpeg(Picture picture, float quality, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture.toBufferedImage(), null, null), settings);
    } finally {
      writer.dispose();
    }
    Files.write(file, bytes.toByteArray());
  }

  /** Pictures {@code from} to {@code to} as PNG files {@code NAME/NUMBER.png}, of class 0. */
  static List<ImageItem> items(Path root, String name, int from, int to) throws IOException {
    List<ImageItem> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Path file = root.resolve(name).resolve(i + ".png");
      png(drawn(i), file);
      items.add(new ImageItem(file, name + "/" + i + ".png", 0));
    }
    return items;
  }
}
