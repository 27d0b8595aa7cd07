package org.graft4j.zoo;

import java.io.IOException;

/** A weights card that cannot be used; the message is one line with its place and what is wrong. */
public class WeightsCardException extends IOException {

  WeightsCardException(String message, Exception cause) {
    super(message, cause);
  }
}
