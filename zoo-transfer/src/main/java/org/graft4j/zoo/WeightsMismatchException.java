package org.graft4j.zoo;

import java.io.IOException;

/**
 * Weights that do not fit: of another architecture, incomplete, with surplus or broken values, or
 * not the file that their card describes. The message is one line with the tensors' names.
 */
public class WeightsMismatchException extends IOException {

  WeightsMismatchException(String message) {
    super(message);
  }
}
