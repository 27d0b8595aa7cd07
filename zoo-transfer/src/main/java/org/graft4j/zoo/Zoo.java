package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.format.WeightsFile;

/**
 * Pretrained weights by id: those that come with the library, and those that the user has imported.
 * An id is {@code architecture.tag}.
 *
 * <p>Weights are loaded whole or cut above a layer group; a cut backbone's features are the average
 * over all places of that group's output, and it needs the weights up to there only. Every
 * parameter has to be in the file with its shape, every tensor of the file has to be used or known
 * to be of no use, every value finite, and the file the one that its card describes; anything else
 * is a {@link WeightsMismatchException}. Nothing is filled with random values in place of weights.
 *
 * <p>Immutable and thread-safe; each call reads the files anew and returns a network of its own.
 */
public final class Zoo {
  private final ImportedWeights imported;

  private Zoo(Path home) {
    this.imported = new ImportedWeights(home.resolve("weights"));
  }

  /**
   * The user's zoo. Its home is the system property {@code graft4j.home}, else the environment's
   * {@code GRAFT4J_HOME}, else {@code graft4j} in {@code XDG_DATA_HOME}, else {@code
   * ~/.local/share/graft4j}.
   */
  public static Zoo standard() {
    return new Zoo(org.graft4j.runtime.UserFolder.data(System::getProperty, System::getenv).path());
  }

  /** A zoo with its home in another folder, which is made when something is imported. */
  public static Zoo at(Path home) {
    return new Zoo(home);
  }

  /** The ids of all weights that are there, sorted. */
  public List<String> list() throws IOException {
    TreeSet<String> ids = new TreeSet<>(EmbeddedWeights.ids());
    ids.addAll(imported.ids());
    return List.copyOf(ids);
  }

  /**
   * What is known of weights.
   *
   * @throws IllegalArgumentException if there are none of that id; the message has the nearest one
   */
  public WeightsCard card(String id) throws IOException {
    return isEmbedded(id) ? EmbeddedWeights.card(id) : imported.card(id);
  }

  /**
   * All of a backbone, with its source head if the weights have one.
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
    return isEmbedded(id) ? EmbeddedWeights.load(id, cut) : imported.load(id, cut);
  }

  /** As {@link #load(String, Optional)}, cut above that group. */
  public Backbone load(String id, String cutGroup) throws IOException {
    return load(id, Optional.of(cutGroup));
  }

  /**
   * A backbone from a file that is not in the zoo, prepared for the architecture's usual pictures.
   *
   * @param cut the last layer group to keep; empty for all
   * @return with a card of id {@code architecture.file} and unknown licence
   * @throws org.graft4j.zoo.format.WeightsFormatException if the file cannot be read as weights
   * @throws WeightsMismatchException if the weights do not fit
   */
  public static Backbone fromFile(Path file, String architecture, Optional<String> cut)
      throws IOException {
    Architecture wanted = WeightsLoader.architecture(architecture);
    try (WeightsFile weights = WeightsFile.open(file)) {
      WeightsCard card =
          new WeightsCard(
              architecture + ".file",
              architecture,
              cut,
              wanted.input(),
              List.of(),
              "unknown",
              file.getFileName().toString(),
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
      return WeightsLoader.verify(file, weights, wanted, cut);
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
    String form = Pattern.quote(architecture) + "\\.[a-z0-9_-]+";
    if (!id.matches(form)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "id must be '%s.' and a tag of a-z, 0-9, '_' and '-', but was '%s'",
              architecture,
              id));
    }
    if (EmbeddedWeights.ids().contains(id)) {
      throw new IllegalArgumentException(
          "id must not be that of weights in the library, but was '" + id + "'");
    }
    return imported.add(file, wanted, id, settings);
  }

  /** Whether it is embedded; if it is not imported either, it is unknown. */
  private boolean isEmbedded(String id) throws IOException {
    if (EmbeddedWeights.ids().contains(id)) {
      return true;
    }
    if (!imported.ids().contains(id)) {
      throw new IllegalArgumentException(NearestName.unknown("weights id", id, list()));
    }
    return false;
  }
}
