package org.graft4j.eval.metric;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without rounding: the order in which numbers are added, and how sums are merged,
 * never shows. Mutable, confined to one thread.
 */
final class ExactSum {
  /*
   * A fixed-point number that is wide enough for every double, in chunks of 32 bits that are each
   * kept in a long: an addition touches three chunks, and carries are put off until a chunk might
   * overflow (the small superaccumulator of Neal 2015, "Fast exact summation using small and large
   * superaccumulators", arXiv 1505.05571).
   */
  private static final int CHUNKS = 70;

  /** The weight of the lowest bit is 2^-1074, the smallest double. */
  private static final int LOWEST = 1074;

  /** Each addition changes a chunk by less than 2^32, and a chunk holds 2^63. */
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 30;

  private static final long LOW = 0xffffffffL;

  private final long[] chunks = new long[CHUNKS];
  private int additions;

  /** Adds a finite number. */
  void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, but was " + value);
    }
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & 0xfffffffffffffL;
    if (exponent == 0) {
      exponent = 1;
    } else {
      fraction |= 1L << 52;
    }
    // 53 bits, shifted by up to 31: three chunks.
    int position = exponent - 1;
    int chunk = position >>> 5;
    int shift = position & 31;
    long low = (fraction & LOW) << shift;
    long high = (fraction >>> 32) << shift;
    int sign = bits < 0 ? -1 : 1;
    chunks[chunk] += sign * (low & LOW);
    chunks[chunk + 1] += sign * ((low >>> 32) + (high & LOW));
    chunks[chunk + 2] += sign * (high >>> 32);
    if (++additions == ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /** Adds {@code a * b} without rounding the product, unless that is below the smallest double. */
  void addProduct(double a, double b) {
    double product = a * b;
    add(product);
    add(Math.fma(a, b, -product));
  }

  /** Adds what another sum holds, which stays as it was. */
  void add(ExactSum other) {
    // Once carried, a chunk has room for any other that has not been carried.
    carry();
    for (int i = 0; i < CHUNKS; i++) {
      chunks[i] += other.chunks[i];
    }
    carry();
  }

  /** Brings all chunks but the last, which has the sign, into [0, 2^32). Changes no value. */
  private void carry() {
    for (int i = 0; i < CHUNKS - 1; i++) {
      chunks[i + 1] += chunks[i] >> 32;
      chunks[i] &= LOW;
    }
    additions = 0;
  }

  /** The nearest double; infinite if it is beyond the largest. */
  double value() {
    BigInteger units = units();
    BigInteger size = units.abs();
    // Enough bits to round once; those that are left out only break ties.
    int surplus = Math.max(0, size.bitLength() - 64);
    BigInteger top = size.shiftRight(surplus);
    if (surplus > 0 && size.getLowestSetBit() < surplus) {
      top = top.setBit(0);
    }
    return units.signum() * Math.scalb(top.doubleValue(), surplus - LOWEST);
  }

  /** All of it. */
  BigDecimal exact() {
    BigInteger units = units();
    int zeros = Math.max(0, units.getLowestSetBit());
    BigInteger odd = units.shiftRight(zeros);
    int power = zeros - LOWEST;
    // 2^-k is 5^k * 10^-k, which needs no division.
    return power >= 0
        ? new BigDecimal(odd.shiftLeft(power))
        : new BigDecimal(odd.multiply(BigInteger.valueOf(5).pow(-power)), -power);
  }

  /** Reads only: a sum that nobody adds to may be read by several threads. */
  private BigInteger units() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = CHUNKS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
    }
    return sum;
  }

  /**
   * Whether so many numbers in a range can have this sum.
   *
   * @param n not negative; 0 leaves the sum 0 alone
   */
  boolean isSumOf(long n, double smallest, double largest) {
    BigDecimal sum = exact();
    BigDecimal times = BigDecimal.valueOf(n);
    return sum.compareTo(new BigDecimal(smallest).multiply(times)) >= 0
        && sum.compareTo(new BigDecimal(largest).multiply(times)) <= 0;
  }

  /** The sum as text: a whole number in hexadecimal times a power of two, {@code "-1f3*2^-60"}. */
  String text() {
    BigInteger units = units();
    if (units.signum() == 0) {
      return "0*2^0";
    }
    int zeros = units.getLowestSetBit();
    return units.shiftRight(zeros).toString(16) + "*2^" + (zeros - LOWEST);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else, or wider than a sum can be
   */
  static ExactSum parse(String text) {
    int times = text.indexOf("*2^");
    if (times <= 0 || text.length() > 700) {
      throw malformed(text);
    }
    try {
      BigInteger factor = new BigInteger(text.substring(0, times), 16);
      int power = Integer.parseInt(text.substring(times + 3)) + LOWEST;
      if (power < 0 || power + factor.bitLength() > 32 * (CHUNKS - 1)) {
        throw malformed(text);
      }
      return of(factor.shiftLeft(power));
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static ExactSum of(BigInteger units) {
    ExactSum sum = new ExactSum();
    BigInteger rest = units;
    for (int i = 0; i < CHUNKS - 1; i++) {
      sum.chunks[i] = rest.longValue() & LOW;
      rest = rest.shiftRight(32);
    }
    sum.chunks[CHUNKS - 1] = rest.longValue();
    return sum;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "a sum must be written as hexadecimal*2^power, but was '"
            + text.substring(0, Math.min(40, text.length()))
            + "'");
  }
}
