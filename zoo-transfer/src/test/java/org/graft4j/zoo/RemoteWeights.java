package org.graft4j.zoo;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.graft4j.runtime.Sha256;
import org.graft4j.zoo.download.DownloadEvent;
import org.graft4j.zoo.download.DownloadSettings;
import org.graft4j.zoo.download.OddServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small weights that a catalogue of the user's names, and zoos that fetch them from this machine.
 */
abstract class RemoteWeights {
  static final String ID = "slimresnet.remote";

  @TempDir Path folder;
  final List<DownloadEvent> events = Collections.synchronizedList(new ArrayList<>());
  byte[] bytes;

  @BeforeEach
  void drawWeights() throws IOException {
    bytes = Files.readAllBytes(WeightFiles.slim(folder, 3, t -> {}));
  }

  static String sha256(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  /** A user's catalogue with one card, changed. */
  Path catalogue(UnaryOperator<String> change) throws IOException {
    String json =
        """
        {"schemaVersion": 1, "cards": [{
          "id": "slimresnet.remote", "architecture": "slimresnet",
          "urls": ["https://weights.invalid/pub/slim.safetensors"],
          "sha256Prefix": "PREFIX", "bytes": SIZE,
          "licence": "CC0-1.0", "source": "drawn", "keys": "torchvision",
          "classes": {"set": "shapes", "number": 3},
          "input": {"height": 64, "width": 64, "resize": {"rule": "shorter-side", "size": 80},
            "interpolation": "bicubic",
            "channels": "RGB", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}]}
        """
            .replace("PREFIX", sha256(bytes).substring(0, 8))
            .replace("SIZE", Integer.toString(bytes.length));
    return Files.writeString(folder.resolve("mine.json"), change.apply(json));
  }

  ZooBuilder zoo(URI base, UnaryOperator<String> change) throws IOException {
    return Zoo.builder()
        .home(folder.resolve("home"))
        .offline(false)
        .baseUrl(base)
        .catalogue(catalogue(change))
        .listener(events::add)
        .download(
            new DownloadSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                ProxySelector.of(null)));
  }

  Zoo zoo(OddServer server) throws IOException {
    return zoo(server.url("/mirror"), json -> json).build();
  }

  Path stored() {
    return cache().resolve("slimresnet.remote/weights.safetensors");
  }

  List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  Path cache() {
    return folder.resolve("home/cache/weights");
  }
}
