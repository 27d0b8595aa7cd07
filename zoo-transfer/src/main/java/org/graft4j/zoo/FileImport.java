package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.format.WeightsFile;

/** Brings a user's file into a folder of weights, with a card. */
final class FileImport {
  private FileImport() {}

  /** Copies the file, checks the copy by loading it, and only then lets it appear. */
  static WeightsCard into(
      WeightsFolder folder,
      Path file,
      Architecture architecture,
      String id,
      ImportSettings settings)
      throws IOException {
    String suffix;
    try (WeightsFile weights = WeightsFile.open(file)) {
      if (weights.isSharded()) {
        throw new IllegalArgumentException(
            "file must be a single one, but '"
                + file
                + "' is the index of weights in shards: load it and save it as one safetensors file,"
                + " and import that");
      }
      suffix = weights.suffix();
    }
    return folder.add(
        id,
        suffix,
        copy -> {
          Files.copy(file, copy);
          return card(copy, architecture, id, settings);
        });
  }

  /** Of the very bytes that are kept. */
  private static WeightsCard card(
      Path copy, Architecture architecture, String id, ImportSettings settings) throws IOException {
    try (WeightsFile weights = WeightsFile.open(copy)) {
      WeightsCard card =
          new WeightsCard(
              id,
              architecture.id(),
              settings.cut(),
              settings
                  .input()
                  .orElseGet(
                      () ->
                          NamedTensors.asPublished(architecture, weights.tensors().keySet())
                              .input()),
              settings.classes(),
              settings.licence(),
              settings.source(),
              weights.sha256());
      WeightsLoader.load(weights, card, Optional.empty());
      return card;
    }
  }
}
