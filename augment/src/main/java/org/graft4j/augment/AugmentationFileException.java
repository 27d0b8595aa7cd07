package org.graft4j.augment;

import java.io.IOException;

/** A file holds no augmentation that can be used; the message says what is wrong and where. */
public final class AugmentationFileException extends IOException {
  private static final long serialVersionUID = 1;

  AugmentationFileException(String message, Throwable cause) {
    super(message, cause);
  }

  AugmentationFileException(String message) {
    super(message);
  }
}
