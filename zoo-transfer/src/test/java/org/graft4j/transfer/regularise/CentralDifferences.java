package org.graft4j.transfer.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks a slope against what the value does. */
final class CentralDifferences {
  private static final double STEP = 1e-6;

  private CentralDifferences() {}

  /**
   * Moves each number of an array and asks for the value.
   *
   * @param at double precision; the same afterwards
   * @param slope what the derivative is said to be, of at's shape
   */
  static void check(INDArray at, INDArray slope, DoubleSupplier value) {
    for (long i = 0; i < at.length(); i++) {
      double middle = at.getDouble(i);
      at.putScalar(i, middle + STEP);
      double above = value.getAsDouble();
      at.putScalar(i, middle - STEP);
      double below = value.getAsDouble();
      at.putScalar(i, middle);
      double expected = (above - below) / (2 * STEP);
      // Rounding of a value near 1 is 1e-16 / 1e-6; the third derivative gives less.
      assertThat(slope.getDouble(i))
          .as("slope of number %d", i)
          .isCloseTo(expected, within(1e-8 * Math.max(1, Math.abs(expected))));
    }
  }
}
