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
          if (folder.has(wanted.id())) {
            if (isWhole(wanted)) {
              return folder.card(wanted.id());
            }
            folder.remove(wanted.id());
          }
          return download(wanted, architecture);
        });
  }

  private WeightsCard download(CatalogueCard wanted, Architecture architecture) throws IOException {
    RemoteFile file = base.isPresent() ? wanted.file().at(base.get()) : wanted.file();
    LOG.info(
        "fetching weights '{}' ({}, licence {}) from {}",
        wanted.id(),
        file.size(),
        wanted.licence(),
        file.urls().get(0).getHost());
    // By digest: what came of another file is never continued.
    Path whole = underWay(wanted, file.digest().digits().substring(0, PublishedDigest.FIRST));
    String sha256 = new FileDownload(settings, listener).fetch(file, whole);
    try {
      return folder.add(
          wanted.id(),
          suffix(whole, sha256),
          target -> {
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
            return checked(wanted, architecture, target, sha256);
          });
    } finally {
      Files.deleteIfExists(whole);
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

  private boolean isWhole(CatalogueCard wanted) throws IOException {
    String sha256 = folder.card(wanted.id()).sha256();
    if (!wanted.file().digest().matches(sha256)) {
      return false;
    }
    try (WeightsFile weights = VerifiedStamp.open(folder.weights(wanted.id()), sha256)) {
      return weights.sha256().equals(sha256);
    } catch (IOException e) {
      return false; // damaged beyond reading: fetched anew
    }
  }

  private static String suffix(Path file, String sha256) throws IOException {
    try (WeightsFile weights = WeightsFile.open(file, sha256)) {
      return FileSuffix.of(weights);
    }
  }

  private Path underWay(CatalogueCard wanted, String what) {
    return folder.folder().resolve("." + wanted.id() + "." + what);
  }
}
