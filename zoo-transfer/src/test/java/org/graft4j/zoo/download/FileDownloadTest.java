package org.graft4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft4j.zoo.download.OddServer.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines that break and servers that hesitate; each test would hang or fail without care. */
@Timeout(30)
class FileDownloadTest extends Downloads {
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

  /** Each attempt begins anew, and every second one comes further than the one before it. */
  @Test
  void fetch_lineBreaksNowHereNowThere_isGivenUp() throws Exception {
    List<Behaviour> turns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      turns.add(OddServer.breakingOff(CONTENT, i % 2 == 0 ? 80_000 : 160_000));
    }
    try (OddServer server = new OddServer(turns.toArray(Behaviour[]::new))) {
      assertThatThrownBy(() -> fetch(server.url("/w.bin")))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("attempts)");
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(6);
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
}
