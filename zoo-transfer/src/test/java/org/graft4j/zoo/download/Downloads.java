package org.graft4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.graft4j.runtime.Sha256;
import org.graft4j.zoo.download.OddServer.Behaviour;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder to download into, and what may happen there. */
abstract class Downloads {
  static final byte[] CONTENT = content(200_000);

  @TempDir Path folder;
  final List<DownloadEvent> events = new ArrayList<>();
  Path target;

  @BeforeEach
  void name() {
    target = folder.resolve("weights.bin");
  }

  static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  /** Patient enough for a busy machine; the tests of silence are not. */
  Duration idle = Duration.ofSeconds(10);

  DownloadSettings quick() {
    return new DownloadSettings(
        Duration.ofSeconds(10),
        idle,
        3,
        Duration.ofMillis(2),
        Duration.ofMillis(500),
        ProxySelector.of(null));
  }

  String fetch(URI... urls) throws IOException {
    RemoteFile wanted =
        new RemoteFile(
            List.of(urls),
            PublishedDigest.of(sha256(CONTENT)),
            PublishedSize.ofBytes(CONTENT.length));
    return new FileDownload(quick(), events::add).fetch(wanted, target);
  }

  void assertRight() throws IOException {
    assertThat(target).hasBinaryContent(CONTENT);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  void assertNothing() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** Gets it although the first answers are these, and only once more. */
  void assertRecovers(Behaviour... first) throws IOException {
    List<Behaviour> all = new ArrayList<>(Arrays.asList(first));
    all.add(OddServer.honest(CONTENT));
    try (OddServer server = new OddServer(all.toArray(Behaviour[]::new))) {
      assertThat(fetch(server.url("/w.bin"))).isEqualTo(sha256(CONTENT));
      assertRight();
      assertThat(server.requests()).hasSize(all.size());
    }
  }

  /** Gives this server up after one request, gets the file from the next, keeps both stories. */
  void assertLeft(Behaviour bad, String told) throws IOException {
    try (OddServer server = new OddServer(bad);
        OddServer mirror = new OddServer(OddServer.honest(CONTENT))) {
      fetch(server.url("/w.bin"), mirror.url("/w.bin"));
      assertRight();
      assertThat(server.requests()).hasSize(1);
      Files.delete(target);

      assertThatThrownBy(() -> fetch(server.url("/w.bin")))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining(server.url("/w.bin").toString())
          .hasMessageContaining(told);
      assertNothing();
    }
  }
}
