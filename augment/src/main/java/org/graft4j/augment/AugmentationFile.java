package org.graft4j.augment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.graft4j.data.Augmentation;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.runtime.StrictJson;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * An augmentation as a JSON or YAML file, by the name's ending: {@code .json}, {@code .yaml} or
 * {@code .yml}.
 *
 * <pre>{@code
 * schemaVersion: 1
 * augmentation:
 *   id: sequence
 *   links:
 *     - id: random-resized-crop
 *       scaleRange: [0.35, 1.0]
 *     - id: horizontal-flip
 *       probability: 0.5
 * }</pre>
 *
 * <p>A transform is written as its id among {@link Transforms} and its record's components; a
 * component that is left out has the value of the registered prototype. Anything else that a file
 * may hold, an unknown key or a number that is none, is an error with its path. Numbers are written
 * as in JSON, in YAML too. Files are small: up to 1 MiB and 100 levels.
 */
public final class AugmentationFile {
  private static final int VERSION = 1;
  private static final int LIMIT = 1 << 20;
  private static final String AUGMENTATION = "augmentation";

  private AugmentationFile() {}

  /**
   * Reads one.
   *
   * @throws AugmentationFileException if the file does not hold an augmentation
   */
  public static Augmentation read(Path file) throws IOException {
    boolean yaml = isYaml(file);
    if (Files.isDirectory(file)) {
      throw new AugmentationFileException(file + " must be a file, but is a folder");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT + 1);
    }
    if (bytes.length > LIMIT) {
      throw new AugmentationFileException(
          file + " must be at most " + LIMIT + " bytes, as an augmentation, but is larger");
    }
    String name = file.toString();
    if (!ParserMessage.isText(bytes)) {
      throw new AugmentationFileException(name + " must be a text in UTF-8, but is not");
    }
    try (JsonParser parser = (yaml ? Formats.YAML : Formats.JSON).createParser(bytes)) {
      return read(name, LimitedTree.read(parser));
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      String where = place == null ? "" : " (line " + place.getLineNr() + ")";
      String problem = ParserMessage.of(String.valueOf(e.getOriginalMessage()));
      throw new AugmentationFileException(
          file + " is no proper " + (yaml ? "YAML: " : "JSON: ") + problem + where, e);
    } catch (YAMLException | IllegalArgumentException e) {
      String problem = ParserMessage.of(String.valueOf(e.getMessage()));
      throw new AugmentationFileException(
          problem.contains(name) ? problem : file + " " + problem, e);
    }
  }

  private static Augmentation read(String name, JsonNode tree) {
    StrictJson root = new StrictJson(name, tree);
    int version = root.integer("schemaVersion");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          root.path("schemaVersion")
              + " must be "
              + VERSION
              + ", but was "
              + version
              + (version > VERSION ? ": it was written by a newer Graft4J" : ""));
    }
    JsonNode augmentation = root.any(AUGMENTATION);
    root.requireNothingElse();
    return new AugmentationReader(Transforms.all())
        .augmentation(root.path(AUGMENTATION), augmentation);
  }

  /**
   * Writes one, all its values spelled out.
   *
   * @param overwrite whether a file there may be replaced
   * @throws IllegalArgumentException if it, or one that it is made of, is no registered transform
   */
  public static void write(Path file, Augmentation augmentation, boolean overwrite)
      throws IOException {
    String text = isYaml(file) ? yaml(augmentation) : json(augmentation);
    AtomicFile.write(file, overwrite, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What {@link #write} would write to a {@code .json} file. */
  public static String json(Augmentation augmentation) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(document(augmentation)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #write} would write to a {@code .yaml} file. */
  public static String yaml(Augmentation augmentation) {
    return YamlText.of(document(augmentation));
  }

  private static ObjectNode document(Augmentation augmentation) {
    ObjectNode root = new ObjectMapper().createObjectNode().put("schemaVersion", VERSION);
    root.set(
        AUGMENTATION, new AugmentationWriter(Transforms.all()).tree(AUGMENTATION, augmentation));
    return root;
  }

  private static boolean isYaml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return true;
    }
    if (name.endsWith(".json")) {
      return false;
    }
    throw new IllegalArgumentException(
        "an augmentation's file must end in .json, .yaml or .yml, but was " + file);
  }

  /** Made when first needed. */
  private static final class Formats {
    static final JsonFactory JSON = new JsonFactory();
    static final JsonFactory YAML = new YAMLFactory();
  }
}
