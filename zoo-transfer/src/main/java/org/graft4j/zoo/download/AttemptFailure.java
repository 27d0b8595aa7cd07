package org.graft4j.zoo.download;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at one address failed; says whether another one may do better. */
final class AttemptFailure extends IOException {
  private final boolean passing;
  private final transient @Nullable Duration wanted;

  private AttemptFailure(
      String message, boolean passing, @Nullable Duration wanted, @Nullable Throwable cause) {
    super(message, cause);
    this.passing = passing;
    this.wanted = wanted;
  }

  /** The same would happen again. */
  static AttemptFailure lasting(String message) {
    return new AttemptFailure(message, false, null, null);
  }

  static AttemptFailure lasting(String message, Throwable cause) {
    return new AttemptFailure(message, false, null, cause);
  }

  /** It may pass. */
  static AttemptFailure passing(String message) {
    return new AttemptFailure(message, true, null, null);
  }

  static AttemptFailure passing(String message, Throwable cause) {
    return new AttemptFailure(message, true, null, cause);
  }

  /** It may pass, and the server said when. */
  static AttemptFailure passing(String message, Duration wanted) {
    return new AttemptFailure(message, true, wanted, null);
  }

  boolean isPassing() {
    return passing;
  }

  /** How long the server wants to be left alone. */
  Optional<Duration> wanted() {
    return Optional.ofNullable(wanted);
  }
}
