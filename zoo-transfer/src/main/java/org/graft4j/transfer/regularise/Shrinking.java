package org.graft4j.transfer.regularise;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Half a squared length and its slope. */
final class Shrinking {
  private Shrinking() {}

  /**
   * Adds {@code factor * w} to a slope.
   *
   * @return {@code factor/2 |w|^2}
   */
  static double add(double factor, INDArray values, INDArray slope) {
    double length = values.norm2Number().doubleValue();
    try (INDArray pull = values.mul(factor)) {
      slope.addi(pull);
    }
    return factor / 2 * length * length;
  }
}
