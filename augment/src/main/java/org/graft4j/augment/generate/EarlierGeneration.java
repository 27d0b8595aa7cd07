package org.graft4j.augment.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an earlier run left in a folder of generated pictures, and its removal. The folder is the
 * user's own: what is not of such a run's making stays, and no link is followed.
 */
final class EarlierGeneration {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EarlierGeneration() {}

  /** What an earlier run wrote; empty if there was none, or the file is another's. */
  static Optional<ObjectNode> facts(Path root) throws IOException {
    Path file = root.resolve(GeneratedFolder.FACTS);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode node
              && node.path("generated").asBoolean()
          ? Optional.of(node)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Takes away what its facts name, and nothing else. */
  static void remove(Path root) throws IOException {
    Optional<ObjectNode> earlier = facts(root);
    if (earlier.isPresent()) {
      for (JsonNode name : earlier.get().path("classes")) {
        if (isFolderName(name.asText())) {
          removeClass(root.resolve(name.asText()));
        }
      }
    }
    // Last of all: what is left of an interrupted removal is still named. And without its facts a
    // half-written folder does not pass for a whole one.
    Files.deleteIfExists(root.resolve(GeneratedFolder.FACTS));
  }

  private static void removeClass(Path folder) throws IOException {
    Path generated = folder.resolve("generated");
    if (Files.isDirectory(generated, LinkOption.NOFOLLOW_LINKS)) {
      removePictures(generated);
      if (removeIfEmpty(generated)) {
        removeIfEmpty(folder);
      }
    }
  }

  private static boolean removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /** Only files of this class's making: five digits and {@code .png}. */
  static void removePictures(Path folder) throws IOException {
    List<Path> earlier;
    try (Stream<Path> files = Files.list(folder)) {
      earlier = files.filter(f -> f.getFileName().toString().matches("\\d{5}\\.png")).toList();
    }
    for (Path file : earlier) {
      Files.delete(file);
    }
  }

  /** Whether the name of a class is that of one folder, and leads nowhere else. */
  static boolean isFolderName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && !name.matches(".*[/\\\\\\x00].*");
  }
}
