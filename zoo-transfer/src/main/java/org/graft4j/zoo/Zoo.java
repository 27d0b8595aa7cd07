package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.catalogue.Catalogue;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.graft4j.zoo.format.WeightsFile;
import org.jspecify.annotations.Nullable;

/**
 * Pretrained weights by id: those that come with the library, those that the user has imported, and
 * those of the {@linkplain Catalogue catalogue}, which are fetched when they are asked for. An id
 * is {@code architecture.tag}.
 *
 * <p>Weights are loaded whole or cut above a layer group; a cut backbone's features are the average
 * over all places of that group's output, and it needs the weights up to there only. Every
 * parameter has to be in the file with its shape, every tensor of the file has to be used or known
 * to be of no use, every value finite, no variance negative, and the file the one that its card
 * describes; anything else is a {@link WeightsMismatchException}. Nothing is filled with random
 * values in place of weights.
 *
 * <p>Imported weights live in the {@linkplain org.graft4j.runtime.UserFolder#data data folder},
 * fetched ones in the {@linkplain org.graft4j.runtime.UserFolder#cache cache folder}, which may be
 * emptied. A file is hashed again when its size or its time of change is another than at the last
 * check.
 *
 * <p>Immutable and thread-safe; each call reads the files anew and returns a network of its own.
 * Several threads and processes may ask for the same weights at once: they are fetched once.
 */
public final class Zoo {
  private final WeightsFolder imported;
  private final FetchedWeights fetched;
  private final LazyCatalogue catalogue;
  private final boolean offline;

  Zoo(WeightsFolder imported, FetchedWeights fetched, LazyCatalogue catalogue, boolean offline) {
    this.imported = imported;
    this.fetched = fetched;
    this.catalogue = catalogue;
    this.offline = offline;
  }

  /** The user's zoo, with the {@linkplain ZooBuilder settings of the environment}. */
  public static Zoo standard() {
    return builder().build();
  }

  /** A zoo in another folder, which is made when something is imported. It fetches nothing. */
  public static Zoo at(Path home) {
    return builder().home(home).offline(true).build();
  }

  /** The user's zoo, but for what is said here. */
  public static ZooBuilder builder() {
    return new ZooBuilder(System::getProperty, System::getenv);
  }

  /** The ids of all weights that are there, sorted. */
  public List<String> list() throws IOException {
    TreeSet<String> ids = new TreeSet<>(EmbeddedWeights.ids());
    ids.addAll(imported.ids());
    ids.addAll(fetched.folder().ids());
    return List.copyOf(ids);
  }

  /**
   * What can be fetched.
   *
   * @throws org.graft4j.zoo.catalogue.CatalogueException if a catalogue of the user's is none
   */
  public Catalogue catalogue() throws IOException {
    return catalogue.get();
  }

  /** Where imported weights live; the folder need not be there. */
  public Path importedFolder() {
    return imported.folder();
  }

  /** Where fetched weights live; the folder need not be there. */
  public Path fetchedFolder() {
    return fetched.folder().folder();
  }

  /**
   * What is known of weights that are there.
   *
   * @throws IllegalArgumentException if there are none of that id; the message has the nearest one,
   *     or how to fetch them
   */
  public WeightsCard card(String id) throws IOException {
    return isEmbedded(id) ? EmbeddedWeights.card(id) : folderOf(id).card(id);
  }

  /** The file with weights that are there; empty for those in the library. */
  public Optional<Path> file(String id) throws IOException {
    return isEmbedded(id) ? Optional.empty() : Optional.of(folderOf(id).weights(id));
  }

  /**
   * All of a backbone, with its source head if the weights have one. Weights of the catalogue that
   * are not there are fetched, unless the zoo is offline.
   *
   * @throws IllegalArgumentException if there are none of that id; the message has the nearest one
   * @throws WeightsMismatchException if the weights do not fit
   */
  public Backbone load(String id) throws IOException {
    return load(id, Optional.empty());
  }

  /**
   * A backbone that ends with a layer group.
   *
   * @param cut the last layer group to keep; empty for all
   * @throws IllegalArgumentException if there are none of that id or the architecture has no such
   *     group; the message says what there is
   * @throws WeightsMismatchException if the weights do not fit
   */
  public Backbone load(String id, Optional<String> cut) throws IOException {
    if (isEmbedded(id)) {
      return EmbeddedWeights.load(id, cut);
    }
    if (!offline && !imported.has(id) && !fetched.folder().has(id)) {
      fetch(id);
    }
    return folderOf(id).load(id, cut);
  }

  /** As {@link #load(String, Optional)}, cut above that group. */
  public Backbone load(String id, String cutGroup) throws IOException {
    return load(id, Optional.of(cutGroup));
  }

  /**
   * Fetches weights of the catalogue, if they are not there or are damaged: they are downloaded,
   * checked against the digest and the architecture, and then appear. What comes of a download that
   * fails is kept, and continued the next time.
   *
   * <p>What is there stays until the new weights are whole, say when the catalogue's digest is
   * another than it was. Where only other facts of the catalogue changed, the card is rewritten.
   *
   * @return their card, with the whole digest
   * @throws IllegalArgumentException if there are none of that id, here or in the catalogue, or
   *     they are of an architecture that is not known; if the zoo is offline and they are not
   *     there; or if other weights were imported under that id
   * @throws org.graft4j.zoo.download.DownloadException if no address gave the right bytes
   * @throws WeightsMismatchException if they do not fit the architecture
   */
  public WeightsCard fetch(String id) throws IOException {
    if (isEmbedded(id)) {
      return card(id);
    }
    CatalogueCard wanted = catalogue.get().find(id).orElse(null);
    if (imported.has(id)) {
      WeightsCard card = imported.card(id);
      requireSame(card, wanted);
      return card;
    }
    return offline || wanted == null ? card(id) : fetched.fetch(wanted);
  }

  /** An import must not pass for what a catalogue says of other weights under the same id. */
  private static void requireSame(WeightsCard imported, @Nullable CatalogueCard wanted) {
    if (wanted != null && !wanted.file().digest().matches(imported.sha256())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "id must not be that of other weights, but '%s' were imported with SHA-256 %s, and"
                  + " the catalogue's have %s; remove the imported ones first:"
                  + " graft4j weights remove %s",
              imported.id(),
              imported.sha256(),
              wanted.file().digest(),
              imported.id()));
    }
  }

  /**
   * Checks weights that are there from the bytes on: the digest, the architecture, every value.
   * Non-finite values are listed, not refused.
   *
   * @throws IllegalArgumentException if there are none of that id
   * @throws WeightsMismatchException if they are not what their card says
   */
  public WeightsVerification verify(String id) throws IOException {
    if (isEmbedded(id)) {
      return EmbeddedWeights.verify(id);
    }
    WeightsFolder folder = folderOf(id);
    WeightsCard card = folder.card(id);
    try (WeightsFile weights = WeightsFile.open(folder.weights(id))) {
      return WeightsLoader.verify(weights, card);
    }
  }

  /**
   * Takes imported or fetched weights away: the files that the zoo wrote. Where their folder is a
   * link, the link goes, and what it leads to stays.
   *
   * @return what stays: files of others that lay in their folder, or what the link led to
   * @throws IllegalArgumentException if there are none of that id, or they are in the library
   */
  public List<Path> remove(String id) throws IOException {
    if (isEmbedded(id)) {
      throw new IllegalArgumentException(
          "id must be that of imported or fetched weights, but '" + id + "' are in the library");
    }
    return folderOf(id).remove(id);
  }

  /**
   * A backbone from a file that is not in the zoo, prepared for the pictures that weights of the
   * file's scheme of names are usually trained with: the architecture's, or its publisher's where
   * those differ.
   *
   * @param cut the last layer group to keep; empty for all
   * @return with a card of id {@code architecture.file} and unknown licence, whose source is the
   *     file and the scheme of its names
   * @throws org.graft4j.zoo.format.WeightsFormatException if the file cannot be read as weights
   * @throws WeightsMismatchException if the weights do not fit
   */
  public static Backbone fromFile(Path file, String architecture, Optional<String> cut)
      throws IOException {
    Architecture wanted = WeightsLoader.architecture(architecture);
    try (WeightsFile weights = WeightsFile.open(file)) {
      NamedTensors named = NamedTensors.asPublished(wanted, weights.tensors().keySet());
      WeightsCard card =
          new WeightsCard(
              architecture + ".file",
              architecture,
              cut,
              named.input(),
              List.of(),
              "unknown",
              file.getFileName() + ", names of " + named.names().scheme(),
              weights.sha256());
      return WeightsLoader.load("'" + file + "'", weights, card, cut);
    }
  }

  /**
   * Holds a file against an architecture without making a network. Non-finite values are listed,
   * not refused.
   *
   * @param cut the last layer group that is needed; empty for all
   * @throws WeightsMismatchException if the weights do not fit
   */
  public static WeightsVerification verify(Path file, String architecture, Optional<String> cut)
      throws IOException {
    Architecture wanted = WeightsLoader.architecture(architecture);
    try (WeightsFile weights = WeightsFile.open(file)) {
      return WeightsLoader.verify(file, weights, wanted, Optional.empty(), cut);
    }
  }

  /**
   * Checks a file by loading it, then copies it into the zoo with a card. Either both appear or
   * none does.
   *
   * @param id {@code architecture.tag}, with {@code a-z 0-9 _ -} in the tag
   * @throws IllegalArgumentException if the id is not of that form
   * @throws java.nio.file.FileAlreadyExistsException if there are weights of that id
   * @throws WeightsMismatchException if the weights do not fit
   */
  public WeightsCard importFile(Path file, String architecture, String id, ImportSettings settings)
      throws IOException {
    Architecture wanted = WeightsLoader.architecture(architecture);
    WeightsId.require(id, architecture);
    if (EmbeddedWeights.ids().contains(id)) {
      throw new IllegalArgumentException(
          "id must not be that of weights in the library, but was '" + id + "'");
    }
    if (catalogue.get().find(id).isPresent()) {
      throw new IllegalArgumentException(
          "id must not be one of the catalogue's, but was '" + id + "': take another tag");
    }
    return FileImport.into(imported, file, wanted, id, settings);
  }

  private static boolean isEmbedded(String id) {
    return EmbeddedWeights.ids().contains(id);
  }

  private WeightsFolder folderOf(String id) throws IOException {
    if (imported.has(id)) {
      return imported;
    }
    if (fetched.folder().has(id)) {
      return fetched.folder();
    }
    throw missing(id);
  }

  private IllegalArgumentException missing(String id) throws IOException {
    if (catalogue.get().find(id).isPresent()) {
      return UnknownWeights.notHere(id, offline);
    }
    TreeSet<String> known = new TreeSet<>(list());
    catalogue.get().cards().forEach(card -> known.add(card.id()));
    return UnknownWeights.unknown(id, list(), known);
  }
}
