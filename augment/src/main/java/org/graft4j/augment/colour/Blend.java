package org.graft4j.augment.colour;

import org.jspecify.annotations.Nullable;

/**
 * Pillow's blend: from a low value towards a high one by a factor, and beyond it above 1, in single
 * precision, clipped and truncated. Immutable.
 *
 * <p>The result is {@code low} plus a step that depends on the difference alone, except where the
 * rounding of the sum crosses a whole number. With sums below 256 it can do so only if the product
 * of factor and difference lies within 2^-17 below one. Factors without such a product, nearly all,
 * get a table of steps; for the others the formula is computed each time.
 */
final class Blend {
  private static final double NEARLY_WHOLE = 1 - 0x1p-16;

  private final float factor;
  private final int @Nullable [] steps;

  Blend(double factor) {
    this.factor = (float) factor;
    this.steps = steps(this.factor);
  }

  private static int @Nullable [] steps(float factor) {
    int[] steps = new int[511];
    for (int difference = -255; difference <= 255; difference++) {
      double product = factor * difference;
      double whole = Math.floor(product);
      if (product - whole > NEARLY_WHOLE) {
        return null;
      }
      // Beyond 256 either way all is clipped alike.
      steps[difference + 255] = (int) Math.max(-256, Math.min(256, whole));
    }
    return steps;
  }

  /** By the difference plus 255, what is to be added to the low value before clipping; or null. */
  int @Nullable [] steps() {
    return steps;
  }

  /** One value of the result. */
  int at(int low, int high) {
    float value = low + factor * (high - low);
    return (int) Math.max(0, Math.min(255, value));
  }

  /** The results for one low value, by the high one. */
  byte[] table(int low) {
    byte[] table = new byte[256];
    for (int high = 0; high < 256; high++) {
      table[high] = (byte) at(low, high);
    }
    return table;
  }
}
