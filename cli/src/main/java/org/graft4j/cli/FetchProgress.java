package org.graft4j.cli;

import java.io.IOException;
import java.util.Locale;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.graft4j.zoo.download.DownloadEvent;
import org.graft4j.zoo.download.DownloadListener;
import org.graft4j.zoo.download.PublishedDigest;

/** Shows a download on stderr: a bar that moves if a person watches, and what goes wrong. */
final class FetchProgress implements DownloadListener {
  private static final int BAR = 30;
  private static final long PAUSE_NANOS = 100_000_000L;

  private final boolean moving = Terminal.interactive();
  private long lastStatus;
  private boolean shown;

  /** Says what is about to be fetched, if it is: its size and, above all, its licence. */
  static void announce(Zoo zoo, String id) throws IOException {
    if (zoo.list().contains(id)) {
      return;
    }
    CatalogueCard card = zoo.catalogue().find(id).orElse(null);
    if (card != null) {
      Terminal.note(
          id
              + ": "
              + new ByteSize(card.file().size().most())
              + ", licence "
              + card.licence()
              + ", "
              + (card.file().digest() instanceof PublishedDigest.Whole
                  ? "SHA-256 known"
                  : "first 8 digits of SHA-256 known"));
    }
  }

  @Override
  public void onEvent(DownloadEvent event) {
    if (event instanceof DownloadEvent.Waiting w) {
      Terminal.note("another process fetches " + w.name() + ": waiting for it");
    } else if (event instanceof DownloadEvent.Started s) {
      Terminal.note(
          (s.from() > 0 ? "goes on at " + new ByteSize(s.from()) + " from " : "from ") + s.url());
    } else if (event instanceof DownloadEvent.Progress p) {
      progress(p);
    } else if (event instanceof DownloadEvent.Retrying r) {
      endLine();
      Terminal.note(
          r.url().getHost()
              + " "
              + r.reason()
              + ": again in "
              + String.format(Locale.ROOT, "%.1f s", r.pause().toMillis() / 1e3));
    } else if (event instanceof DownloadEvent.Finished) {
      endLine();
    }
  }

  private void progress(DownloadEvent.Progress progress) {
    long now = System.nanoTime();
    if (moving && now - lastStatus > PAUSE_NANOS) {
      lastStatus = now;
      shown = true;
      Terminal.status(bar(progress.done(), progress.total()));
    }
  }

  /** Say {@code [##### ] 50 % 22.3 MB of 44.7 MB}. */
  static String bar(long done, long total) {
    int full = (int) (BAR * done / total);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%  %s of %s",
        "#".repeat(full),
        " ".repeat(BAR - full),
        100 * done / total,
        new ByteSize(done),
        new ByteSize(total));
  }

  private void endLine() {
    if (shown) {
      shown = false;
      Terminal.status("");
    }
  }
}
