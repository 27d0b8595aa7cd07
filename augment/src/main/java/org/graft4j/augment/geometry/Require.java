package org.graft4j.augment.geometry;

import org.graft4j.augment.Range;

/** What parameters must be, said once. */
final class Require {
  private static final int LONGEST_SIDE = 8192;

  /** 100 MB a picture: twice what a camera stores, thirty times what the largest networks see. */
  private static final long MOST_PIXELS = 1 << 25;

  private Require() {}

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

  /**
   * The size of a result that may be larger than its picture, to be asked before any of it is made.
   * What is no larger is always allowed.
   *
   * @param transform its id
   * @param pixels of the picture; 0 where it is not known yet
   * @param width of the result; may be more than an int holds
   * @param height of the result
   */
  static void result(String transform, long pixels, long width, long height) {
    // Not the product of whole numbers, which could overflow.
    if ((double) width * height > Math.max(pixels, MOST_PIXELS)) {
      throw new IllegalArgumentException(
          transform
              + "'s result must have at most "
              + MOST_PIXELS
              + " pixels, but would have "
              + width
              + "x"
              + height
              + ": resize or crop the picture first, or enlarge it less");
    }
  }

  /** The size that a transform is told to make, known before there is a picture. */
  static void size(String transform, int width, int height) {
    side("width", width);
    side("height", height);
    result(transform, 0, width, height);
  }

  private static void side(String name, int size) {
    if (size < 1 || size > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          name + " must be from 1 to " + LONGEST_SIDE + " pixels, but was " + size);
    }
  }
}
