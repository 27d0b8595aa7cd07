package org.graft4j.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.format.WeightsFile;

/** Weights that come with the library, as resources {@code ID.safetensors} and {@code ID.json}. */
final class EmbeddedWeights {
  private static final List<String> IDS = List.of("slimresnet.shapes");

  private EmbeddedWeights() {}

  /** Those whose resources are there. */
  static List<String> ids() {
    return IDS.stream()
        .filter(id -> EmbeddedWeights.class.getResource(id + ".safetensors") != null)
        .filter(id -> EmbeddedWeights.class.getResource(id + ".json") != null)
        .toList();
  }

  static WeightsCard card(String id) throws IOException {
    try (InputStream in = resource(id + ".json")) {
      return CardJson.read(id + ".json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Backbone load(String id, Optional<String> cut) throws IOException {
    WeightsCard card = card(id);
    return withFile(id, weights -> WeightsLoader.load(weights, card, cut));
  }

  static WeightsVerification verify(String id) throws IOException {
    WeightsCard card = card(id);
    return withFile(id, weights -> WeightsLoader.verify(weights, card));
  }

  private interface Use<T> {
    T of(WeightsFile weights) throws IOException;
  }

  private static <T> T withFile(String id, Use<T> use) throws IOException {
    Path copy = Files.createTempFile("graft4j-", ".safetensors");
    try {
      try (InputStream in = resource(id + ".safetensors")) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      try (WeightsFile weights = WeightsFile.open(copy)) {
        return use.of(weights);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = EmbeddedWeights.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("resource " + name + " is not in the library");
    }
    return in;
  }
}
