package org.graft4j.bundle;

import org.graft4j.layer.WeightRows;

/**
 * Weights as whole steps from -127 to 127, with a step for each output channel.
 *
 * <p>A step has 16 significant bits, so that its product with a whole number of 7 bits is exact in
 * single precision: the largest weight of a channel tells the very step again, and rounding a
 * second time changes nothing.
 *
 * @param scales the step of each row, positive
 * @param steps row after row
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never compared
record Int8Rows(float[] scales, byte[] steps) {
  /** Steps to each side of zero; -128 is not used, so that both sides are alike. */
  static final int MOST = 127;

  private static final int LOW_BITS = 8;

  /** Rounds to the nearest step, halves away from zero. */
  static Int8Rows of(WeightRows weights) {
    float[] values = weights.copy();
    int width = weights.width();
    float[] scales = new float[weights.rows()];
    byte[] steps = new byte[values.length];
    for (int row = 0; row < scales.length; row++) {
      double scale = scale(largest(values, row * width, width));
      scales[row] = (float) scale;
      for (int i = row * width; i < (row + 1) * width; i++) {
        double number = Math.floor(Math.abs(values[i]) / scale + 0.5);
        steps[i] = (byte) (Math.signum(values[i]) * number);
      }
    }
    return new Int8Rows(scales, steps);
  }

  private static float largest(float[] values, int from, int count) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "weights must be finite to be stored as int8, but one was " + values[i]);
      }
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  /** The next number above with few bits; below the normal numbers there is one step for all. */
  private static float scale(float largest) {
    double least = Math.max(Float.MIN_NORMAL, (double) largest / MOST);
    int bits = Float.floatToIntBits((float) least);
    int low = (1 << LOW_BITS) - 1;
    float scale = Float.intBitsToFloat((bits & ~low) + ((bits & low) == 0 ? 0 : low + 1));
    if (scale < least) { // the conversion to float had rounded down to a round number
      scale = Float.intBitsToFloat(Float.floatToIntBits(scale) + low + 1);
    }
    if (!valid(scale)) {
      throw new IllegalArgumentException(
          "weights must be below 1e38 to be stored as int8, but one was " + largest);
    }
    return scale;
  }

  /** Whether it can be a step; what a file claims may be anything. */
  static boolean valid(float scale) {
    return scale >= Float.MIN_NORMAL && Float.isFinite(scale * MOST);
  }

  /** The weights that the steps stand for. */
  float[] values() {
    int width = scales.length == 0 ? 0 : steps.length / scales.length;
    float[] values = new float[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps[i] == 0 ? 0 : scales[i / width] * steps[i];
    }
    return values;
  }
}
