package org.graft4j.augment.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Writes generated pictures as files: {@code daisy/generated/00001.png}, a folder a class, and
 * {@code generated.json}, which says where they come from.
 *
 * <p>To train with them, the real pictures must be divided into {@code train/} and {@code test/}
 * folders before the network learns, and {@code daisy/generated} may go to {@code train/daisy} and
 * nowhere else. Among pictures that are not divided, some of these would be held out: a model would
 * be measured on pictures that a network made of those that it learned from.
 */
public final class GeneratedFolder {
  /** Name of the file that says where the pictures come from. */
  public static final String FACTS = "generated.json";

  private static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private GeneratedFolder() {}

  /**
   * Draws and writes pictures. Those of an earlier run in the same place are removed, of classes
   * too that this one does not draw: what its {@code generated.json} names, and nothing else.
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
    EarlierGeneration.remove(root);
    for (String name : labels.names()) {
      Path folder = Files.createDirectories(generated(root, name));
      EarlierGeneration.removePictures(folder);
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
    if (!EarlierGeneration.isFolderName(name)) {
      throw new IllegalArgumentException(
          "a class's name must be that of a folder, but was '" + name + "'");
    }
  }

  /**
   * Adds to what {@code generated.json} says, in one step: what became known after the pictures
   * were written.
   *
   * @param root where {@link #write} has written
   * @param more named plain values; they take the place of earlier ones of the same name
   * @throws IOException if there is no such file
   */
  public static void note(Path root, Map<String, String> more) throws IOException {
    ObjectNode json =
        EarlierGeneration.facts(root).orElseThrow(() -> new NoSuchFileException(facts(root)));
    ObjectNode from = json.withObjectProperty("facts");
    Map<String, String> all = new TreeMap<>(more);
    from.properties().forEach(e -> all.putIfAbsent(e.getKey(), e.getValue().asText()));
    from.removeAll();
    all.forEach(from::put);
    byte[] bytes = MAPPER.writeValueAsBytes(json);
    AtomicFile.replace(root.resolve(FACTS), out -> out.write(bytes));
  }

  private static String facts(Path root) {
    return root.resolve(FACTS).toString();
  }

  static byte[] png(Picture picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO's own cache in a file cannot be had any more once Ctrl-C ends the virtual machine.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture.toBufferedImage(), "png", out)) {
        throw new IOException(
            "this Java runtime has no PNG writer: the module java.desktop is missing");
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] json(LabelMap labels, int perClass, Seed seed, Map<String, String> facts)
      throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("generated", true);
    json.put("perClass", perClass);
    json.put("seed", seed.value());
    labels.names().forEach(json.putArray("classes")::add);
    ObjectNode from = json.putObject("facts");
    new TreeMap<>(facts).forEach(from::put);
    return MAPPER.writeValueAsBytes(json);
  }
}
