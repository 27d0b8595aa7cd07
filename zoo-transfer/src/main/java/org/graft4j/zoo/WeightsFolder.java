package org.graft4j.zoo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.zoo.format.WeightsFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights in a folder, one folder for each id with the weights, {@code card.json}, and a stamp of
 * the last check. A folder appears in one step, when all is in it. Whose name begins with a dot is
 * under way.
 *
 * @param folder need not exist; then it is empty
 */
record WeightsFolder(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(WeightsFolder.class);

  static final String CARD = "card.json";
  static final String WEIGHTS = "weights.";
  private static final long MOST_CARD_BYTES = 16 << 20;

  /** Brings weights into a folder that nobody sees yet, and says what they are. */
  @FunctionalInterface
  interface Content {
    /** Puts the file to the path; the suffix of its name will be that of its format. */
    WeightsCard putTo(Path file) throws IOException;

    /** Saves the file, if that is worth it, when it could not be brought in after all. */
    default void takeBack(Path file) throws IOException {}
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
   * @throws FileAlreadyExistsException if there are weights of that id
   */
  WeightsCard add(String id, String suffix, Content content) throws IOException {
    if (has(id)) {
      throw new FileAlreadyExistsException(
          folder.resolve(id).toString(),
          null,
          "weights '"
              + id
              + "' are there already; take another id, or remove them first: graft4j weights remove "
              + id);
    }
    return replace(id, suffix, content);
  }

  /**
   * The same in the place of what is there, which goes only when the new weights are whole. What is
   * there without a card is the rest of weights; files of others stay.
   *
   * @throws FileAlreadyExistsException if there is something that is no folder
   */
  WeightsCard replace(String id, String suffix, Content content) throws IOException {
    requirePlace(id);
    Files.createDirectories(folder);
    SetAside.sweep(folder);
    // Not createTempDirectory: that would leave the result open to its owner alone.
    Path part = Files.createDirectory(SetAside.in(folder));
    Path file = part.resolve(WEIGHTS + suffix);
    try {
      WeightsCard card = content.putTo(file);
      Files.writeString(part.resolve(CARD), CardJson.write(card));
      VerifiedStamp.write(file, card.sha256());
      swap(part, folder.resolve(id));
      return card;
    } catch (IOException e) {
      content.takeBack(file);
      throw e;
    } finally {
      SetAside.delete(part, part);
    }
  }

  private void swap(Path part, Path target) throws IOException {
    Optional<Path> old = moveAside(target);
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (old.isPresent()) {
        Files.move(old.get(), target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    if (old.isPresent()) {
      try {
        SetAside.delete(old.get(), target);
      } catch (IOException e) {
        LOG.warn("what '{}' were before is left in {}: {}", target, old.get(), e.toString());
      }
    }
  }

  private Optional<Path> moveAside(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    Path aside = SetAside.in(folder);
    if (!Files.isSymbolicLink(target)) {
      // As young as its name: whoever sweeps must not take it for an orphan.
      Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
    }
    return Optional.of(Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE));
  }

  /**
   * Checks that weights can come there, say before a long download.
   *
   * @throws FileAlreadyExistsException if there is something that is no folder
   */
  void requirePlace(String id) throws FileAlreadyExistsException {
    Path target = folder.resolve(id);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "'" + target + "' is no folder, or a link to none: move it away, or take another id");
    }
  }

  /** Puts another card in the place of the one that is there, for the same file. */
  void rewrite(WeightsCard card) throws IOException {
    byte[] json = CardJson.write(card).getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(folder.resolve(card.id()).resolve(CARD), out -> out.write(json));
  }

  /**
   * Takes weights away, in one step for whoever looks. Of a link only the link goes.
   *
   * @return what others put into their folder, which stays; or what the link led to
   */
  List<Path> remove(String id) throws IOException {
    Path target = folder.resolve(id);
    Optional<Path> aside = moveAside(target);
    return aside.isPresent() ? SetAside.delete(aside.get(), target) : List.of();
  }

  private static boolean isUnderWay(Path entry) {
    return entry.getFileName().toString().startsWith(".");
  }
}
