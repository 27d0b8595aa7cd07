package org.graft4j.augment.geometry;

import org.graft4j.augment.Range;

/** What parameters must be, said once. */
final class Require {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int LONGEST_SIDE = 8192;

  private Require() {}

  static void probability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, but was " + probability);
    }
  }

  static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be from " + low + " to " + high + ", but was " + value);
    }
  }

  static void within(String name, Range range, double low, double high) {
    if (range.low() < low || range.high() > high) {
      throw new IllegalArgumentException(
          name
              + " must be from "
              + low
              + " to "
              + high
              + ", but was "
              + range.low()
              + " to "
              + range.high());
    }
  }

  /** A side that a file may ask for without exhausting the machine. */
  static void pixels(String name, int size) {
    if (size < 1 || size > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          name + " must be from 1 to " + LONGEST_SIDE + " pixels, but was " + size);
    }
  }

  /** The bytes that a picture takes, if an array can hold them. */
  static int pixelBytes(int width, int height) {
    long bytes = 3L * width * height;
    if (bytes > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "a result must have fewer than "
              + LONGEST_ARRAY / 3
              + " pixels, but would be "
              + width
              + "x"
              + height
              + ": resize the picture first, or enlarge it less");
    }
    return (int) bytes;
  }
}
