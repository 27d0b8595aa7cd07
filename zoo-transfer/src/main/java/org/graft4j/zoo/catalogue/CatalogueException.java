package org.graft4j.zoo.catalogue;

import java.io.IOException;

/** A catalogue that cannot be used; the message is one line with its name and what is wrong. */
public class CatalogueException extends IOException {

  CatalogueException(String message) {
    super(message);
  }

  CatalogueException(String message, Throwable cause) {
    super(message, cause);
  }
}
