package org.graft4j.zoo.format;

/**
 * IEEE 754 binary16 and bfloat16 to and from float. Widening is exact; narrowing rounds to the
 * nearest, ties to even. (The JDK has this from version 20 on.)
 */
final class HalfPrecision {
  /** From here on a float rounds to infinity: half a step above the largest half, 65504. */
  static final float OVERFLOW = 65520f;

  private static final float SMALLEST_NORMAL = 0x1p-14f;
  private static final int MANTISSA_SHIFT = 23 - 10;

  private HalfPrecision() {}

  /** The value of 16 bits in binary16. */
  static float widen(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1F;
    int mantissa = bits & 0x3FF;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | mantissa << MANTISSA_SHIFT);
  }

  /** The nearest binary16; infinity when the magnitude is 65520 or more. */
  static short narrow(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00 | ((bits >> MANTISSA_SHIFT) & 0x3FF));
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < SMALLEST_NORMAL) {
      // Scaling by a power of two is exact here, and rint rounds ties to even.
      return (short) (sign | (int) Math.rint((double) magnitude * 0x1p24));
    }
    int rebiased = (bits & 0x7FFFFFFF) - ((127 - 15) << 23);
    int half = rebiased >> MANTISSA_SHIFT;
    int rest = rebiased & ((1 << MANTISSA_SHIFT) - 1);
    int tie = 1 << (MANTISSA_SHIFT - 1);
    // A carry out of the mantissa lands in the exponent, which is the right answer.
    return (short) (sign | (rest > tie || (rest == tie && (half & 1) == 1) ? half + 1 : half));
  }

  /** The value of 16 bits in bfloat16: the upper half of a float. */
  static float widenBrain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
