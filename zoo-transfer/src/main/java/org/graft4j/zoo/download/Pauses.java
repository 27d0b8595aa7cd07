package org.graft4j.zoo.download;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The pauses between attempts: each about twice as long as the last. Confined to one thread. */
final class Pauses {
  private static final int MOST_DOUBLINGS = 30;

  private final DownloadSettings settings;
  private final RandomGenerator random;

  Pauses(DownloadSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * The pause after a number of failures in a row.
   *
   * @param failures from 1
   */
  Duration after(int failures) {
    double doubled =
        (double) settings.firstPause().toNanos()
            * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
    double longest = Math.min(doubled, (double) settings.longestPause().toNanos());
    return Duration.ofNanos((long) (longest * (0.5 + 0.5 * random.nextDouble())));
  }

  static void pause(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted; what came so far is kept for the next time");
  }

  /** Say {@code 30 s} or {@code 0.2 s}. */
  static String text(Duration time) {
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
