package org.graft4j.zoo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.format.WeightsFile;

/**
 * Weights in a folder, one folder for each id with the weights and {@code card.json}. A folder
 * appears in one step, when both files are in it.
 *
 * @param folder need not exist; then it is empty
 */
record ImportedWeights(Path folder) {
  private static final String CARD = "card.json";
  private static final String WEIGHTS = "weights.";
  private static final long MOST_CARD_BYTES = 16 << 20;

  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isRegularFile(entry.resolve(CARD)) && !isTemporary(entry)) {
            ids.add(entry.getFileName().toString());
          }
        }
      }
    }
    Collections.sort(ids);
    return ids;
  }

  WeightsCard card(String id) throws IOException {
    Path file = folder.resolve(id).resolve(CARD);
    if (Files.size(file) > MOST_CARD_BYTES) {
      throw new IOException(file + " must be a card of at most 16 MB, but is larger");
    }
    WeightsCard card =
        CardJson.read(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    if (!card.id().equals(id)) {
      throw new IOException(file + " must be the card of '" + id + "', but is of " + card.id());
    }
    return card;
  }

  Backbone load(String id, Optional<String> cut) throws IOException {
    WeightsCard card = card(id);
    try (WeightsFile weights = WeightsFile.open(weights(id))) {
      return WeightsLoader.load(weights, card, cut);
    }
  }

  /** Copies the file, checks the copy, and only then lets it appear. */
  WeightsCard add(Path file, Architecture architecture, String id, ImportSettings settings)
      throws IOException {
    Path target = folder.resolve(id);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "weights '" + id + "' exist; delete the folder or take another id");
    }
    Files.createDirectories(folder);
    // Not createTempDirectory: that would leave the result open to its owner alone.
    Path part = Files.createDirectory(folder.resolve(".part-" + UUID.randomUUID()));
    try {
      Path copy = part.resolve(WEIGHTS + "part");
      Files.copy(file, copy);
      WeightsCard card;
      String suffix;
      try (WeightsFile weights = WeightsFile.open(copy)) {
        InputSpec input = settings.input().orElseGet(architecture::input);
        card =
            new WeightsCard(
                id,
                architecture.id(),
                settings.cut(),
                input,
                settings.classes(),
                settings.licence(),
                settings.source(),
                weights.sha256());
        WeightsLoader.load(weights, card, Optional.empty());
        suffix = weights.format().equals("safetensors") ? "safetensors" : "pth";
      }
      Files.move(copy, part.resolve(WEIGHTS + suffix));
      Files.writeString(part.resolve(CARD), CardJson.write(card));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return card;
    } finally {
      deleteFlat(part);
    }
  }

  private Path weights(String id) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve(id), WEIGHTS + "*")) {
      files.forEach(found::add);
    }
    if (found.size() != 1) {
      throw new IOException(
          folder.resolve(id) + " must have one file weights.*, but has " + found.size());
    }
    return found.get(0);
  }

  private static boolean isTemporary(Path entry) {
    return entry.getFileName().toString().startsWith(".");
  }

  private static void deleteFlat(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
