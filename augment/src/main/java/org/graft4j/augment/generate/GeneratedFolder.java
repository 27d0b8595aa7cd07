package org.graft4j.augment.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.AtomicFile;

/**
 * Writes generated pictures as files to look at and to train with: {@code
 * daisy/generated/00001.png}, a folder a class, and {@code generated.json}, which says where they
 * come from. Laid out as a folder of training pictures is, and named so that the class folders can
 * be copied over those of real pictures without taking any file's place.
 */
public final class GeneratedFolder {
  /** Name of the file that says where the pictures come from. */
  public static final String FACTS = "generated.json";

  private static final int SCHEMA_VERSION = 1;

  private GeneratedFolder() {}

  /**
   * Draws and writes pictures; those of an earlier run in the same place are removed.
   *
   * <p>They are written beside the place first: if that fails, a new folder is not made at all, and
   * one that was there is as it was.
   *
   * @param root made if it is not there
   * @param perClass pictures of each class, from 1 to 99999
   * @param facts where they come from, say data, steps and distance: named plain values
   * @return number of pictures written
   * @throws IllegalArgumentException if a class's name is none for a folder
   */
  public static int write(
      Path root, PictureGenerator generator, int perClass, Seed seed, Map<String, String> facts)
      throws IOException {
    if (perClass < 1 || perClass > 99_999) {
      throw new IllegalArgumentException("perClass must be from 1 to 99999, but was " + perClass);
    }
    LabelMap labels = generator.labels();
    for (String name : labels.names()) {
      requireFolderName(name);
    }
    boolean there = Files.exists(root);
    Path beside = there ? root : root.toAbsolutePath().normalize().getParent();
    if (beside == null) {
      throw new NoSuchFileException(root.toString());
    }
    Files.createDirectories(beside);
    Path whole = beside.resolve(".graft4j-" + UUID.randomUUID() + ".tmp");
    try {
      fill(whole, generator, perClass, seed);
      byte[] json = json(labels, perClass, seed, facts);
      AtomicFile.replace(whole.resolve(FACTS), out -> out.write(json));
      if (there) {
        moveInto(root, whole, labels);
      } else {
        Files.move(whole, root);
      }
    } finally {
      delete(whole);
    }
    return labels.size() * perClass;
  }

  private static void fill(Path whole, PictureGenerator generator, int perClass, Seed seed)
      throws IOException {
    LabelMap labels = generator.labels();
    for (int label = 0; label < labels.size(); label++) {
      Path folder = Files.createDirectories(generated(whole, labels.name(label)));
      List<Picture> pictures = generator.pictures(label, perClass, seed);
      for (int i = 0; i < perClass; i++) {
        byte[] png = png(pictures.get(i));
        AtomicFile.replace(
            folder.resolve(String.format(Locale.ROOT, "%05d.png", i + 1)), out -> out.write(png));
      }
    }
  }

  /** The facts come last: without them a folder does not pass for a whole one. */
  private static void moveInto(Path root, Path whole, LabelMap labels) throws IOException {
    Files.deleteIfExists(root.resolve(FACTS));
    for (String name : labels.names()) {
      Path folder = Files.createDirectories(generated(root, name));
      removeEarlier(folder);
      try (Stream<Path> made = Files.list(generated(whole, name))) {
        for (Path file : made.toList()) {
          Files.move(file, folder.resolve(file.getFileName()));
        }
      }
    }
    Files.move(whole.resolve(FACTS), root.resolve(FACTS));
  }

  private static Path generated(Path root, String name) {
    return root.resolve(name).resolve("generated");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void requireFolderName(String name) {
    if (name.equals(".") || name.equals("..") || name.matches(".*[/\\\\\\x00].*")) {
      throw new IllegalArgumentException(
          "a class's name must be that of a folder, but was '" + name + "'");
    }
  }

  /** Only files of this class's making: five digits and {@code .png}. */
  private static void removeEarlier(Path folder) throws IOException {
    List<Path> earlier;
    try (Stream<Path> files = Files.list(folder)) {
      earlier = files.filter(f -> f.getFileName().toString().matches("\\d{5}\\.png")).toList();
    }
    for (Path file : earlier) {
      Files.delete(file);
    }
  }

  static byte[] png(Picture picture) throws IOException {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int red = picture.value(x, y, 0);
        int green = picture.value(x, y, 1);
        image.setRGB(x, y, red << 16 | green << 8 | picture.value(x, y, 2));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO's own cache in a file cannot be had any more once Ctrl-C ends the virtual machine.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException(
            "this Java runtime has no PNG writer: the module java.desktop is missing");
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] json(LabelMap labels, int perClass, Seed seed, Map<String, String> facts)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode json = mapper.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("generated", true);
    json.put("perClass", perClass);
    json.put("seed", seed.value());
    labels.names().forEach(json.putArray("classes")::add);
    ObjectNode from = json.putObject("facts");
    new TreeMap<>(facts).forEach(from::put);
    return mapper.writeValueAsBytes(json);
  }
}
