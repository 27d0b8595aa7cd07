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
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.format.WeightsFile;

/**
 * Weights in a folder, one folder for each id with the weights, {@code card.json}, and a stamp of
 * the last check. A folder appears in one step, when all is in it. Whose name begins with a dot is
 * under way.
 *
 * @param folder need not exist; then it is empty
 */
record WeightsFolder(Path folder) {
  private static final String CARD = "card.json";
  private static final String WEIGHTS = "weights.";
  private static final long MOST_CARD_BYTES = 16 << 20;

  /** Brings weights into a folder that nobody sees yet, and says what they are. */
  @FunctionalInterface
  interface Content {
    /** Puts the file to the path; the suffix of its name will be that of its format. */
    WeightsCard putTo(Path file) throws IOException;
  }

  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isRegularFile(entry.resolve(CARD)) && !isUnderWay(entry)) {
            ids.add(entry.getFileName().toString());
          }
        }
      }
    }
    Collections.sort(ids);
    return ids;
  }

  /** Whether there is such an id; any text may be asked, and names no other place. */
  boolean has(String id) throws IOException {
    return ids().contains(id);
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

  /** The network with the weights; the file is hashed if it is not the one that was last time. */
  Backbone load(String id, Optional<String> cut) throws IOException {
    WeightsCard card = card(id);
    try (WeightsFile weights = VerifiedStamp.open(weights(id), card.sha256())) {
      return WeightsLoader.load(weights, card, cut);
    }
  }

  /** The one file with the weights. */
  Path weights(String id) throws IOException {
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

  /**
   * Lets weights appear when they are all there, or leaves nothing behind.
   *
   * @param suffix of the file's name
   */
  WeightsCard add(String id, String suffix, Content content) throws IOException {
    Path target = folder.resolve(id);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "weights '"
              + id
              + "' are there already; take another id, or remove them first: graft4j weights remove "
              + id);
    }
    Files.createDirectories(folder);
    // Not createTempDirectory: that would leave the result open to its owner alone.
    Path part = Files.createDirectory(folder.resolve(".part-" + UUID.randomUUID()));
    try {
      Path file = part.resolve(WEIGHTS + suffix);
      WeightsCard card = content.putTo(file);
      Files.writeString(part.resolve(CARD), CardJson.write(card));
      VerifiedStamp.write(file, card.sha256());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return card;
    } finally {
      deleteFlat(part);
    }
  }

  /** Takes weights away, in one step for whoever looks. */
  void remove(String id) throws IOException {
    Path going = folder.resolve(".part-" + UUID.randomUUID());
    Files.move(folder.resolve(id), going, StandardCopyOption.ATOMIC_MOVE);
    deleteFlat(going);
  }

  private static boolean isUnderWay(Path entry) {
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
