package org.graft4j.zoo.download;

import java.io.IOException;
import java.util.List;

/**
 * A download that failed at every address. The message is one line with each of them and what
 * happened there last; all attempts are the suppressed exceptions.
 */
public class DownloadException extends IOException {

  DownloadException(String message, List<? extends IOException> attempts) {
    super(message);
    attempts.forEach(this::addSuppressed);
  }
}
