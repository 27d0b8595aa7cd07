package org.graft4j.data;

import java.io.IOException;

/**
 * A folder of pictures that no classifier can be trained or evaluated on as it is. The message is
 * one line: what is wrong, where, and what to do about it.
 */
public final class DatasetException extends IOException {
  private static final long serialVersionUID = 1;

  /** An exception with that message. */
  public DatasetException(String message) {
    super(message);
  }

  /** An exception with that message, and what the file system said. */
  public DatasetException(String message, IOException cause) {
    super(message, cause);
  }
}
