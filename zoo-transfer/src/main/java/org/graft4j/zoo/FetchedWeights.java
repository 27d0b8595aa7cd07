package org.graft4j.zoo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.graft4j.zoo.download.DownloadEvent;
import org.graft4j.zoo.download.DownloadListener;
import org.graft4j.zoo.download.DownloadSettings;
import org.graft4j.zoo.download.FileDownload;
import org.graft4j.zoo.download.PublishedDigest;
import org.graft4j.zoo.download.RemoteFile;
import org.graft4j.zoo.format.WeightsFile;
import org.graft4j.zoo.format.WeightsFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches weights of the catalogue into a folder. They are there when they have the digest and fit
 * the architecture, and not before.
 *
 * @param folder of the fetched ones
 * @param base takes the place of the catalogue's hosts
 */
record FetchedWeights(
    WeightsFolder folder,
    Optional<URI> base,
    DownloadSettings settings,
    DownloadListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedWeights.class);

  /** Fetches them, or waits for whoever does, or finds them there; damaged ones are replaced. */
  WeightsCard fetch(CatalogueCard wanted) throws IOException {
    Architecture architecture = WeightsLoader.architecture(wanted.architecture());
    Files.createDirectories(folder.folder());
    return InstallLock.holding(
        underWay(wanted, "lock"),
        () -> listener.onEvent(new DownloadEvent.Waiting(wanted.id())),
        () -> {
          folder.requirePlace(wanted.id());
          Optional<WeightsCard> here = whole(wanted);
          return here.isPresent()
              ? corrected(wanted, architecture, here.get())
              : download(wanted, architecture);
        });
  }

  /** Facts of the catalogue may change while the file stays the same. */
  private WeightsCard corrected(CatalogueCard wanted, Architecture architecture, WeightsCard here)
      throws IOException {
    if (here.equals(card(wanted, here.sha256()))) {
      return here;
    }
    WeightsCard now = checked(wanted, architecture, folder.weights(wanted.id()), here.sha256());
    folder.rewrite(now);
    return now;
  }

  private WeightsCard download(CatalogueCard wanted, Architecture architecture) throws IOException {
    RemoteFile file = base.isPresent() ? wanted.file().at(base.get()) : wanted.file();
    // By digest: what came of another file is never continued.
    Path whole = underWay(wanted, file.digest().digits().substring(0, PublishedDigest.FIRST));
    Optional<String> kept = kept(file, whole);
    if (kept.isEmpty()) {
      LOG.info(
          "fetching weights '{}' ({}, licence {}) from {}",
          wanted.id(),
          file.size(),
          wanted.licence(),
          file.urls().get(0).getHost());
    }
    String sha256 =
        kept.isPresent() ? kept.get() : new FileDownload(settings, listener).fetch(file, whole);
    WeightsCard card;
    String suffix;
    try {
      card = checked(wanted, architecture, whole, sha256);
      suffix = suffix(whole, sha256);
    } catch (WeightsMismatchException | WeightsFormatException e) {
      Files.deleteIfExists(whole); // the only thing that makes a download worthless
      throw e;
    }
    return folder.replace(wanted.id(), suffix, new Moved(whole, card));
  }

  /** Brings the download in, and keeps it if that fails: it need not come again. */
  private record Moved(Path download, WeightsCard card) implements WeightsFolder.Content {
    @Override
    public WeightsCard putTo(Path file) throws IOException {
      Files.move(download, file, StandardCopyOption.ATOMIC_MOVE);
      return card;
    }

    @Override
    public void takeBack(Path file) throws IOException {
      if (Files.exists(file)) {
        Files.move(file, download, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** The digest of a download that came whole, but could not be brought in then. */
  private static Optional<String> kept(RemoteFile file, Path whole) throws IOException {
    if (!Files.isRegularFile(whole) || !file.size().allows(Files.size(whole))) {
      return Optional.empty();
    }
    try (WeightsFile weights = WeightsFile.open(whole)) {
      return Optional.of(weights.sha256()).filter(file.digest()::matches);
    } catch (WeightsFormatException e) {
      return Optional.empty(); // the download replaces it
    }
  }

  /** The card, with the whole digest of the file that came, if that fits the architecture. */
  private static WeightsCard checked(
      CatalogueCard wanted, Architecture architecture, Path file, String sha256)
      throws IOException {
    try (WeightsFile weights = WeightsFile.open(file, sha256)) {
      WeightsVerification found =
          WeightsLoader.verify(
              Path.of(wanted.id()),
              weights,
              architecture,
              Optional.of(wanted.input()),
              wanted.upTo());
      requireNames(wanted, architecture, weights.tensors().keySet());
      if (!found.nonFinite().isEmpty()) {
        throw new WeightsMismatchException(
            "weights '" + wanted.id() + "' must be finite, but are not in " + found.nonFinite());
      }
      int classes = wanted.classes().map(c -> c.number()).orElse(0);
      if (found.classes() != classes) {
        throw new WeightsMismatchException(
            "weights '"
                + wanted.id()
                + "' must have a head of "
                + classes
                + " classes as the catalogue says, but have "
                + found.classes());
      }
      return card(wanted, sha256);
    }
  }

  /** Several schemes may have the names of a cut file: that of the card has to be one of them. */
  private static void requireNames(
      CatalogueCard wanted, Architecture architecture, Set<String> file)
      throws WeightsMismatchException {
    NamedTensors found = NamedTensors.recognised(architecture, wanted.input(), file);
    long known = found.known(file);
    String publisher = wanted.keys().toString();
    if (KeyMaps.of(architecture.id(), publisher).stream()
        .noneMatch(
            names -> new NamedTensors(architecture, wanted.input(), names).known(file) == known)) {
      throw new WeightsMismatchException(
          "weights '"
              + wanted.id()
              + "' must have the names of "
              + publisher
              + " as the catalogue says, but have those of "
              + found.names().scheme());
    }
  }

  private static WeightsCard card(CatalogueCard wanted, String sha256) {
    return new WeightsCard(
        wanted.id(),
        wanted.architecture(),
        wanted.upTo(),
        wanted.input(),
        List.of(),
        wanted.licence(),
        wanted.source() + ", " + wanted.file().urls().get(0),
        sha256);
  }

  /** The card of what is here, if that is the file of the catalogue and undamaged. */
  private Optional<WeightsCard> whole(CatalogueCard wanted) throws IOException {
    if (!folder.has(wanted.id())) {
      return Optional.empty();
    }
    try {
      WeightsCard card = folder.card(wanted.id());
      if (!wanted.file().digest().matches(card.sha256())) {
        return Optional.empty();
      }
      try (WeightsFile weights = VerifiedStamp.open(folder.weights(wanted.id()), card.sha256())) {
        return Optional.of(card).filter(c -> weights.sha256().equals(c.sha256()));
      }
    } catch (IOException e) {
      return Optional.empty(); // damaged beyond reading: fetched anew
    }
  }

  private static String suffix(Path file, String sha256) throws IOException {
    try (WeightsFile weights = WeightsFile.open(file, sha256)) {
      return weights.suffix();
    }
  }

  private Path underWay(CatalogueCard wanted, String what) {
    return folder.folder().resolve("." + wanted.id() + "." + what);
  }
}
