package org.graft4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do what servers do; each test would hang, pass wrong bytes or fail without care. */
@Timeout(30)
class FileDownloadTest {
  private static final byte[] CONTENT = content(200_000);

  @TempDir Path folder;
  private final List<DownloadEvent> events = new ArrayList<>();
  private Path target;

  @BeforeEach
  void name() {
    target = folder.resolve("weights.bin");
  }

  private static byte[] content(int length) {
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
  private Duration idle = Duration.ofSeconds(10);

  private DownloadSettings quick() {
    return new DownloadSettings(
        Duration.ofSeconds(10),
        idle,
        3,
        Duration.ofMillis(2),
        Duration.ofMillis(500),
        ProxySelector.of(null));
  }

  private String fetch(URI... urls) throws IOException {
    RemoteFile wanted =
        new RemoteFile(
            List.of(urls),
            PublishedDigest.of(sha256(CONTENT)),
            PublishedSize.ofBytes(CONTENT.length));
    return new FileDownload(quick(), events::add).fetch(wanted, target);
  }

  private void assertRight() throws IOException {
    assertThat(target).hasBinaryContent(CONTENT);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  private void assertNothing() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** Gets it although the first answers are these, and only once more. */
  private void assertRecovers(Behaviour... first) throws IOException {
    List<Behaviour> all = new ArrayList<>(Arrays.asList(first));
    all.add(OddServer.honest(CONTENT));
    try (OddServer server = new OddServer(all.toArray(Behaviour[]::new))) {
      assertThat(fetch(server.url("/w.bin"))).isEqualTo(sha256(CONTENT));
      assertRight();
      assertThat(server.requests()).hasSize(all.size());
    }
  }

  /** Gives this server up after one request, gets the file from the next, keeps both stories. */
  private void assertLeft(Behaviour bad, String told) throws IOException {
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

  @Test
  void fetch_honestServer_givesTheFileAndTellsOfIt() throws Exception {
    assertRecovers();

    assertThat(events.get(0)).isInstanceOf(DownloadEvent.Started.class);
    assertThat(events)
        .contains(new DownloadEvent.Progress(CONTENT.length, CONTENT.length))
        .endsWith(new DownloadEvent.Finished(CONTENT.length, sha256(CONTENT)));
  }

  @Test
  void fetch_connectionBreaks_asksForTheRestOfThatVersion() throws Exception {
    try (OddServer server =
        new OddServer(OddServer.breakingOff(CONTENT, 70_000), OddServer.honest(CONTENT))) {
      fetch(server.url("/w.bin"));

      assertRight();
      assertThat(server.requests().get(0).headers()).doesNotContainKey("Range");
      assertThat(server.requests().get(1).from()).isPositive().isLessThanOrEqualTo(70_000);
      assertThat(server.requests().get(1).headers()).containsEntry("If-Range", "\"v1\"");
    }
  }

  /** The state is on the disk: this is what a process finds whose predecessor was killed. */
  @Test
  void fetch_partOfAKilledDownload_goesOnThere() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), Arrays.copyOf(CONTENT, 150_000));
    try (OddServer server = new OddServer(OddServer.honest(CONTENT))) {
      fetch(server.url("/w.bin"));

      assertRight();
      assertThat(server.requests().get(0).from()).isEqualTo(150_000);
    }
  }

  @Test
  void fetch_partThatIsWhole_asksNobody() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), CONTENT);
    try (OddServer server = new OddServer(OddServer.status(500))) {
      fetch(server.url("/w.bin"));

      assertRight();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fetch_partOfOtherBytes_isThrownAwayAndTheSameServerAskedAgain() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), new byte[1000]);
    try (OddServer server = new OddServer(OddServer.honest(CONTENT))) {
      fetch(server.url("/w.bin"));

      assertRight();
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void fetch_partLongerThanTheFile_beginsAnew() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), new byte[CONTENT.length + 1]);
    assertRecovers();
  }

  @Test
  void fetch_serverIgnoresRange_takesAllAnew() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), new byte[1000]);
    assertRecovers(
        (request, out) -> {
          OddServer.head(out, 200, "Content-Length: " + CONTENT.length);
          out.write(CONTENT, 0, 10);
        });
  }

  @Test
  void fetch_serverAnswersAnotherRange_beginsAnew() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), new byte[1000]);
    assertRecovers(
        (request, out) -> {
          OddServer.head(
              out, 206, "Content-Length: 5", "Content-Range: bytes 0-4/" + CONTENT.length);
          out.write(CONTENT, 0, 5);
        });
  }

  @Test
  void fetch_sizeKnownRoundedAndPartWhole_isTakenFromTheServersWord() throws Exception {
    Files.write(folder.resolve("weights.bin.part"), CONTENT);
    try (OddServer server = new OddServer(OddServer.honest(CONTENT))) {
      RemoteFile wanted =
          new RemoteFile(
              List.of(server.url("/w.bin")),
              PublishedDigest.of(sha256(CONTENT).substring(0, 8)),
              new PublishedSize(CONTENT.length - 500, CONTENT.length + 500));
      new FileDownload(quick(), events::add).fetch(wanted, target);

      assertRight();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void fetch_noLengthAnnounced_readsToTheEnd() throws Exception {
    assertLeftAlone(
        (request, out) -> {
          OddServer.head(out, 200);
          out.write(CONTENT);
        });
  }

  @Test
  void fetch_chunks_areJoined() throws Exception {
    assertLeftAlone(
        (request, out) -> {
          OddServer.head(out, 200, "Transfer-Encoding: chunked");
          for (int from = 0; from < CONTENT.length; from += 50_000) {
            out.write((Integer.toHexString(50_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(CONTENT, from, 50_000);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          }
          out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
  }

  private void assertLeftAlone(Behaviour right) throws IOException {
    try (OddServer server = new OddServer(right)) {
      fetch(server.url("/w.bin"));
      assertRight();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void fetch_passingErrors_areTriedAgain() throws Exception {
    assertRecovers(OddServer.status(503), OddServer.status(502));
    assertThat(events).filteredOn(DownloadEvent.Retrying.class::isInstance).hasSize(2);
  }

  @Test
  void fetch_tooManyRequests_waitsAsLongAsTheServerSays() throws Exception {
    assertRecovers(OddServer.status(429, "Retry-After: 0"));
    assertThat(events).contains(retry("answers 429 (too many requests)", Duration.ZERO));
  }

  private DownloadEvent retry(String reason, Duration pause) {
    URI url = ((DownloadEvent.Retrying) events.get(0)).url();
    return new DownloadEvent.Retrying(url, reason, pause);
  }

  @Test
  void fetch_serverWantsALongPause_isLeftForTheNext() throws Exception {
    assertLeft(OddServer.status(503, "Retry-After: 3600"), "answers 503 (overloaded)");
  }

  @Test
  void fetch_serverHangsBeforeTheHeaders_isTriedAgain() throws Exception {
    assertOutlasts((request, out) -> Thread.sleep(10_000));
  }

  @Test
  void fetch_serverHangsInTheBody_isTriedAgain() throws Exception {
    assertOutlasts(
        (request, out) -> {
          OddServer.breakingOff(CONTENT, 1000).answer(request, out);
          out.flush();
          Thread.sleep(10_000);
        });
    assertThat(events.toString()).contains("no byte for 0.5 s");
  }

  private void assertOutlasts(Behaviour silent) throws IOException {
    idle = Duration.ofMillis(500);
    try (OddServer server = new OddServer(silent, OddServer.honest(CONTENT))) {
      fetch(server.url("/w.bin"));
      assertRight();
      assertThat(server.requests()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void fetch_lineBreaksEachTimeButGoesOn_getsThrough() throws Exception {
    try (OddServer server =
        new OddServer(
            (request, out) -> {
              int from = request.from();
              int to = Math.min(CONTENT.length, from + 70_000);
              OddServer.head(
                  out,
                  from == 0 ? 200 : 206,
                  "Content-Length: " + (CONTENT.length - from),
                  "Content-Range: bytes "
                      + from
                      + "-"
                      + (CONTENT.length - 1)
                      + "/"
                      + CONTENT.length);
              out.write(CONTENT, from, to - from);
            })) {
      fetch(server.url("/w.bin"));
      assertRight();
    }
  }

  /** Else a server that gives a byte at a time would keep a download for ever. */
  @Test
  void fetch_lineBreaksWithoutProgress_isGivenUp() throws Exception {
    try (OddServer server =
        new OddServer(
            (request, out) -> {
              OddServer.head(out, 200, "Content-Length: " + CONTENT.length);
              out.write(CONTENT, 0, 10);
            })) {
      assertThatThrownBy(() -> fetch(server.url("/w.bin")))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("(3 attempts)");
      assertThat(server.requests()).hasSize(3);
    }
  }

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
