package org.graft4j.eval.resample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.runtime.Sha256;
import org.graft4j.runtime.StrictJson;

/**
 * Keeps finished folds in a folder: {@code run.json} says of which run they are, and each fold is a
 * file of predictions beside one of facts. The facts are written last and bear the digest of the
 * predictions, so that half a fold is none.
 */
final class FoldStore {
  private static final int VERSION = 1;

  /** Characters of a value in a message. */
  private static final int SHOWN = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private FoldStore(Path folder) {
    this.folder = folder;
  }

  /** A fold as it was kept. */
  record Kept(PredictionTable predictions, double seconds) {}

  /**
   * Opens the folder, which is made if it is not there.
   *
   * @param run what decides the predictions of every fold
   * @throws OtherFoldsException if it keeps another run, or is a folder of something else
   */
  static FoldStore open(Path folder, Map<String, String> run) throws IOException {
    Path file = folder.resolve("run.json");
    if (Files.exists(file)) {
      requireSame(folder, read(file), run);
      return new FoldStore(folder);
    }
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new OtherFoldsException(
            "folder for the folds must be empty or of an interrupted run, but '"
                + folder
                + "' holds something else: name another one");
      }
    }
    ObjectNode node = JSON.createObjectNode().put("schemaVersion", VERSION);
    ObjectNode facts = node.putObject("run");
    run.forEach(facts::put);
    write(file, node);
    return new FoldStore(folder);
  }

  private static void requireSame(Path folder, Map<String, String> kept, Map<String, String> run)
      throws IOException {
    Set<String> names = new LinkedHashSet<>(run.keySet());
    names.addAll(kept.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = kept.getOrDefault(name, "not set");
      String is = run.getOrDefault(name, "not set");
      if (!was.equals(is)) {
        differences.add(name + " was " + shortened(was) + ", but is " + shortened(is));
      }
    }
    if (!differences.isEmpty()) {
      throw new OtherFoldsException(
          "cannot go on with another cross-validation: "
              + String.join("; ", differences)
              + ". Use the settings of the interrupted run, or name another folder than '"
              + folder
              + "'");
    }
  }

  private static String shortened(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    try {
      StrictJson root = new StrictJson(file.toString(), JSON.readTree(file.toFile()));
      requireVersion(root);
      JsonNode run = root.any("run");
      for (Map.Entry<String, JsonNode> entry : run.properties()) {
        facts.put(entry.getKey(), entry.getValue().asText());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new OtherFoldsException(
          "folder for the folds must be empty or of an interrupted run, but "
              + file
              + " cannot be read ("
              + firstLine(e)
              + "): name another one");
    }
    return facts;
  }

  private static void requireVersion(StrictJson root) {
    if (root.integer("schemaVersion") != VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be " + VERSION + ", but was " + root.integer("schemaVersion"));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** What was kept of a fold; empty if it was not finished. */
  Optional<Kept> read(FoldPlace place) throws IOException {
    Path facts = file(place, ".json");
    if (!Files.exists(facts)) {
      return Optional.empty();
    }
    Path predictions = file(place, ".jsonl");
    try {
      StrictJson root = new StrictJson(facts.toString(), JSON.readTree(facts.toFile()));
      requireVersion(root);
      if (!root.text("predictions").equals(digest(predictions))) {
        throw new IOException(predictions.getFileName() + " is not what was written");
      }
      return Optional.of(
          new Kept(PredictionFile.read(predictions), root.any("seconds").asDouble()));
    } catch (IllegalArgumentException e) {
      throw new IOException(firstLine(e), e);
    }
  }

  void write(FoldPlace place, PredictionTable predictions, double seconds) throws IOException {
    Path file = file(place, ".jsonl");
    PredictionFile.write(file, predictions, true);
    ObjectNode node = JSON.createObjectNode().put("schemaVersion", VERSION);
    node.put("fold", place.name()).put("seconds", seconds).put("predictions", digest(file));
    write(file(place, ".json"), node);
  }

  private static void write(Path file, ObjectNode node) throws IOException {
    AtomicFile.replace(
        file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node)));
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update(Files.readAllBytes(file));
    return Sha256.hex(digest);
  }

  private Path file(FoldPlace place, String suffix) {
    return folder.resolve(
        "repeat-" + (place.repeat() + 1) + "-fold-" + (place.fold() + 1) + suffix);
  }
}
