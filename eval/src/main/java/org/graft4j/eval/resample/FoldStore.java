package org.graft4j.eval.resample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.runtime.RuntimeInfo;
import org.graft4j.runtime.Sha256;
import org.graft4j.runtime.StrictJson;

/**
 * Keeps finished folds in a folder: {@code run.json} says of which run and of which version of
 * Graft4J they are, and each fold is a file of predictions beside one of facts. The facts are
 * written last and bear the digest of the predictions, so that half a fold is none.
 *
 * <p>A folder may hold others: of a search, or of what is compared with ({@link #compared}).
 */
public final class FoldStore {
  private static final int VERSION = 2;

  /** Tells the file from other people's files of that name. */
  private static final String KIND = "graft4j cross-validation";

  private static final String RUN = "run.json";

  /** Also what an AtomicFile leaves behind if its process is killed. */
  private static final Pattern FILE =
      Pattern.compile("run\\.json|repeat-\\d+-fold-\\d+\\.jsonl?|\\.graft4j-[-0-9a-f]+\\.tmp");

  private static final Pattern FINISHED = Pattern.compile("repeat-\\d+-fold-\\d+\\.json");

  private static final Pattern FOLDER =
      Pattern.compile("compared|outer|repeat-\\d+-fold-\\d+-candidate-\\d+");

  /** Characters of a value in a message. */
  private static final int SHOWN = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private FoldStore(Path folder) {
    this.folder = folder;
  }

  /**
   * A fold as it was kept.
   *
   * @param temperature see {@link FoldModel#temperature}
   */
  record Kept(PredictionTable predictions, double seconds, OptionalDouble temperature) {}

  /** Where the folds of what is compared with are kept, inside the folder of the first ones. */
  public static Path compared(Path folder) {
    return folder.resolve("compared");
  }

  /**
   * Checks that folds of a run are kept in a folder, and nothing else is.
   *
   * @throws OtherFoldsException if that is not so; the message is one line
   */
  public static void require(Path folder) throws IOException {
    made(folder);
  }

  /**
   * Deletes a folder of kept folds.
   *
   * @throws OtherFoldsException if it is none, or anything else is in it: nothing is deleted then
   */
  public static void delete(Path folder) throws IOException {
    for (Path path : made(folder)) {
      Files.delete(path);
    }
  }

  /** How many finished folds a folder keeps; 0 if there is no such folder. */
  public static long finished(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> FINISHED.matcher(file.getFileName().toString()).matches())
          .count();
    }
  }

  /** All that was written there, what is in a folder before it, run.json last of the files. */
  private static List<Path> made(Path folder) throws IOException {
    List<Path> made = new ArrayList<>();
    read(folder.resolve(RUN));
    List<Path> entries;
    try (Stream<Path> files = Files.list(folder)) {
      entries = files.sorted().toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && FILE.matcher(name).matches()) {
        made.add(entry);
      } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
          && FOLDER.matcher(name).matches()) {
        made.addAll(isEmpty(entry) ? List.of(entry) : made(entry));
      } else {
        throw new OtherFoldsException(
            "folder for the folds must hold nothing else, but there is "
                + entry
                + ": name another folder");
      }
    }
    made.add(folder);
    return made;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * Opens the folder, which is made if it is not there.
   *
   * @param facts what decides the predictions of every fold
   * @throws OtherFoldsException if it keeps another run, or is a folder of something else
   */
  static FoldStore open(Path folder, Map<String, String> facts) throws IOException {
    Map<String, String> run = new LinkedHashMap<>(facts);
    // Another version may learn otherwise: its folds are not of this run.
    run.put("graft4j", RuntimeInfo.graft4jVersion());
    Path file = folder.resolve(RUN);
    if (Files.exists(file)) {
      requireSame(folder, read(file), run);
      return new FoldStore(folder);
    }
    Files.createDirectories(folder);
    if (!isEmpty(folder)) {
      throw new OtherFoldsException(
          "folder for the folds must be empty or of an interrupted run, but '"
              + folder
              + "' holds something else: name another one");
    }
    ObjectNode node = JSON.createObjectNode().put("schemaVersion", VERSION).put("kind", KIND);
    ObjectNode written = node.putObject("run");
    run.forEach(written::put);
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
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("it is not there");
      }
      StrictJson root = new StrictJson(file.toString(), JSON.readTree(file.toFile()));
      requireVersion(root);
      if (!root.text("kind").equals(KIND)) {
        throw new IllegalArgumentException("kind must be " + KIND);
      }
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
          new Kept(
              PredictionFile.read(predictions),
              root.any("seconds").asDouble(),
              root.any("temperature").isNumber()
                  ? OptionalDouble.of(root.any("temperature").asDouble())
                  : OptionalDouble.empty()));
    } catch (IllegalArgumentException e) {
      throw new IOException(firstLine(e), e);
    }
  }

  void write(FoldPlace place, Kept fold) throws IOException {
    Path file = file(place, ".jsonl");
    PredictionFile.write(file, fold.predictions(), true);
    ObjectNode node = JSON.createObjectNode().put("schemaVersion", VERSION);
    node.put("fold", place.name());
    node.put("seconds", fold.seconds());
    node.put("predictions", digest(file));
    if (fold.temperature().isPresent()) {
      node.put("temperature", fold.temperature().getAsDouble());
    } else {
      node.putNull("temperature");
    }
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
