package org.graft4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that will never give the file: the next mirror does, or all are named. */
@Timeout(30)
class FileDownloadRefusalsTest extends Downloads {
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void fetch_lastingErrors_leadToTheNextMirrorAtOnce(int status) throws Exception {
    assertLeft(OddServer.status(status), "answers " + status);
  }

  @Test
  void fetch_otherBytes_areThrownAwayAndTheNextMirrorAsked() throws Exception {
    byte[] other = CONTENT.clone();
    other[5] ^= 1;
    assertLeft(OddServer.honest(other), "sent other bytes: SHA-256 " + sha256(other));
  }

  @Test
  void fetch_announcesAnotherLength_isLeftWithoutReading() throws Exception {
    assertLeft(
        OddServer.honest(content(100)), "announces 100 bytes, but the file has 200000 bytes");
  }

  @Test
  void fetch_loginPage_isNamed() throws Exception {
    String page = "<html>Please log in";
    assertLeft(
        (request, out) -> {
          OddServer.head(out, 200, "Content-Type: text/html", "Content-Length: " + page.length());
          out.write(page.getBytes(StandardCharsets.US_ASCII));
        },
        "a web page (a login?)");
    assertLeft(
        (request, out) -> {
          OddServer.head(out, 200, "Content-Type: text/html; charset=utf-8");
          out.write(page.getBytes(StandardCharsets.US_ASCII));
        },
        "sends a web page (a login?), not the file");
  }

  /** The limit is the card's: an endless body never fills the disk. */
  @Test
  void fetch_endlessBody_isCutOffAndThrownAway() throws Exception {
    assertLeft(
        (request, out) -> {
          OddServer.head(out, 200);
          while (true) {
            out.write(CONTENT);
          }
        },
        "sends more than the 200000 bytes");
  }

  @Test
  void fetch_compressed_isRefused() throws Exception {
    assertLeft(OddServer.status(200, "Content-Encoding: gzip"), "answers in the encoding gzip");
  }

  @Test
  void fetch_redirects_areFollowed() throws Exception {
    try (OddServer end = new OddServer(OddServer.honest(CONTENT));
        OddServer start =
            new OddServer(
                OddServer.status(302, "Location: /moved"),
                OddServer.status(307, "Location: " + end.url("/final")))) {
      fetch(start.url("/w.bin"));

      assertRight();
      assertThat(start.requests()).hasSize(2);
      assertThat(end.requests().get(0).path()).isEqualTo("/final");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://localhost/w",
        "jar:file:/x!/y",
        "http://user:pw@localhost/",
        "data:,x",
        "http://[bad"
      })
  void fetch_redirectOutOfTheWeb_isNotFollowed(String location) throws Exception {
    try (OddServer server = new OddServer(OddServer.status(302, "Location: " + location))) {
      assertThatThrownBy(() -> fetch(server.url("/w.bin")))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("redirects");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void fetch_redirectsInACircle_endWithThat() throws Exception {
    try (OddServer server =
        new OddServer(
            OddServer.status(302, "Location: /b"), OddServer.status(302, "Location: /w.bin"))) {
      assertThatThrownBy(() -> fetch(server.url("/w.bin"))).hasMessageContaining("in a circle");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void redirect_fromSecureToPlain_isRefused() {
    Redirects way = new Redirects(URI.create("https://a.example/w"));
    assertThatThrownBy(() -> way.follow("http://a.example/w"))
        .isInstanceOf(AttemptFailure.class)
        .hasMessageContaining("redirects from https to 'http://a.example/w'");
  }

  /** The guard of a mirror on this machine would be lost. */
  @Test
  void redirect_fromThisMachineToPlain_isRefused() throws Exception {
    Redirects way = new Redirects(URI.create("http://localhost:80/w"));
    way.follow("http://127.0.0.1/w");
    assertThatThrownBy(() -> way.follow("http://a.example/w"))
        .isInstanceOf(AttemptFailure.class)
        .hasMessageContaining("'http://a.example/w', which is not followed");
  }

  @Test
  void fetch_nobodyThere_listsAllAddressesAndAllAttempts() throws Exception {
    URI gone;
    try (OddServer server = new OddServer(OddServer.status(500))) {
      gone = server.url("/gone.bin");
    }
    try (OddServer server = new OddServer(OddServer.status(404))) {
      URI other = server.url("/none.bin");
      DownloadException failure =
          catchThrowableOfType(DownloadException.class, () -> fetch(gone, other));

      assertThat(failure)
          .hasMessageContainingAll(gone + " the connection failed", "(3 attempts)")
          .hasMessageContaining(other + " answers 404 (not there)")
          .hasNoCause();
      assertThat(failure.getMessage()).doesNotContain("\n");
      assertThat(failure.getSuppressed()).hasSize(4);
    }
  }

  @Test
  void fetch_interrupted_keepsWhatCame() throws Exception {
    try (OddServer server =
        new OddServer(
            (request, out) -> {
              OddServer.breakingOff(CONTENT, 100_000).answer(request, out);
              out.flush();
              Thread.sleep(10_000);
            })) {
      Thread self = Thread.currentThread();
      RemoteFile wanted =
          new RemoteFile(
              List.of(server.url("/w.bin")),
              PublishedDigest.of(sha256(CONTENT)),
              PublishedSize.ofBytes(CONTENT.length));
      DownloadListener interrupting =
          event -> {
            if (event instanceof DownloadEvent.Progress p && p.done() == 100_000) {
              self.interrupt();
            }
          };
      assertThatThrownBy(() -> new FileDownload(quick(), interrupting).fetch(wanted, target))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(folder.resolve("weights.bin.part")).hasSize(100_000);
    }
  }

  @Test
  void fetch_moreThanTheDiskHolds_isRefusedBeforeAsking() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(CONTENT))) {
      RemoteFile wanted =
          new RemoteFile(
              List.of(server.url("/w.bin")),
              PublishedDigest.of("00000000"),
              PublishedSize.ofBytes(Long.MAX_VALUE));
      assertThatThrownBy(() -> new FileDownload(quick(), events::add).fetch(wanted, target))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("make room");
      assertThat(server.requests()).isEmpty();
    }
  }
}
