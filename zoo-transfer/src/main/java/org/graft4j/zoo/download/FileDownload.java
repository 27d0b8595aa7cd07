package org.graft4j.zoo.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Downloads a file whose digest is known beforehand.
 *
 * <p>The bytes come into {@code NAME.part} beside the target; when they are all there and have the
 * digest, they appear as the target in one step. A download that broke off, or was killed, goes on
 * where it ended: the server is asked for the rest, and, where it names versions of its file, for
 * the rest of that version only; one that sends all anew is taken at its word. An address that
 * fails is asked again after a pause if the failure may pass (a broken connection, silence, 408,
 * 429, 5xx), and then the next one; one that sends other bytes is not asked again, and its bytes
 * are thrown away. Never more is written than the file has.
 *
 * <p>Secure addresses are never left for insecure ones. Immutable and thread-safe; but two
 * downloads to the same target must not run at once.
 */
public final class FileDownload {
  private static final long PROGRESS = 1 << 16;

  private final DownloadSettings settings;
  private final DownloadListener listener;
  private final HttpClient client;

  /** Downloads with these settings. */
  public FileDownload(DownloadSettings settings, DownloadListener listener) {
    this.settings = settings;
    this.listener = listener;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .proxy(settings.proxy())
            .build();
  }

  /**
   * Downloads the file.
   *
   * @param target in a folder that is there; what is there is replaced
   * @return its SHA-256, 64 hexadecimal digits
   * @throws DownloadException if no address gave the right bytes; what came of the file is kept for
   *     the next time, unless it was wrong
   * @throws java.io.InterruptedIOException if the thread was interrupted
   * @throws IOException if there is not enough room on the disk, or it cannot be written to
   */
  public String fetch(RemoteFile wanted, Path target) throws IOException {
    PartFile part = new PartFile(target.resolveSibling(target.getFileName() + ".part"));
    if (part.size() > wanted.size().most()) {
      part.discard();
    }
    requireRoom(target, wanted.size().most() - part.size());
    List<AttemptFailure> failures = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (URI url : wanted.urls()) {
      int before = failures.size();
      if (fetchFrom(url, part, wanted, failures)) {
        String sha256 = part.sha256();
        part.complete();
        long bytes = part.size();
        Files.move(
            part.file(),
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        listener.onEvent(new DownloadEvent.Finished(bytes, sha256));
        return sha256;
      }
      int attempts = failures.size() - before;
      told.add(
          url
              + " "
              + failures.get(failures.size() - 1).getMessage()
              + (attempts > 1 ? " (" + attempts + " attempts)" : ""));
    }
    throw new DownloadException(
        "the download failed: "
            + String.join("; ", told)
            + "; a mirror can be named with --base-url or GRAFT4J_WEIGHTS_URL",
        failures);
  }

  /** Whether this address gave what was missing, after as many attempts as it takes. */
  private boolean fetchFrom(
      URI url, PartFile part, RemoteFile wanted, List<AttemptFailure> failures) throws IOException {
    Pauses pauses = new Pauses(settings, new SplittableRandom(System.nanoTime()));
    Attempt attempt = new Attempt(client, settings, listener);
    int inARow = 0;
    long furthest = part.size();
    while (true) {
      long reached;
      AttemptFailure failure;
      try {
        boolean joined = attempt.run(url, part, wanted.size());
        String sha256 = part.sha256();
        if (wanted.digest().matches(sha256)) {
          return true;
        }
        reached = part.size();
        part.discard();
        failure = wrong(joined, sha256, wanted.digest());
      } catch (AttemptFailure e) {
        reached = part.size();
        failure = e;
      }
      failures.add(failure);
      inARow++;
      // Progress is a reason to go on: a flaky line gets through a large file in the end. Where no
      // attempt was before, that is: else one that begins anew each time would go on for ever.
      if (isProgress(furthest, reached, wanted.size())) {
        furthest = reached;
        inARow = 1;
      }
      Duration pause = failure.wanted().orElse(pauses.after(inARow));
      if (!failure.isPassing()
          || inARow >= settings.attempts()
          || pause.compareTo(settings.longestPause()) > 0) {
        return false;
      }
      listener.onEvent(new DownloadEvent.Retrying(url, failure.getMessage(), pause));
      Pauses.pause(pause);
    }
  }

  private static boolean isProgress(long furthest, long reached, PublishedSize size) {
    return reached - furthest >= PROGRESS || (reached > furthest && reached >= size.least());
  }

  /** Bytes of several answers may not belong together; those of one are what the server has. */
  private static AttemptFailure wrong(boolean joined, String sha256, PublishedDigest digest) {
    return joined
        ? AttemptFailure.passing("the parts of the file did not belong together")
        : AttemptFailure.lasting("sent other bytes: SHA-256 " + sha256 + ", not " + digest);
  }

  private static void requireRoom(Path target, long bytes) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    long room = Files.getFileStore(folder).getUsableSpace();
    if (room < bytes) {
      throw new IOException(
          "the download needs "
              + bytes
              + " bytes, but the disk of "
              + folder
              + " has "
              + room
              + ": make room, or name another folder (GRAFT4J_CACHE)");
    }
  }
}
