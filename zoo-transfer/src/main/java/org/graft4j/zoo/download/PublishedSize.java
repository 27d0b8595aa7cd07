package org.graft4j.zoo.download;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How large a file is, as far as its publisher says: exactly, or rounded. Immutable.
 *
 * @param least bytes, positive
 * @param most bytes, not below {@code least}; nothing beyond is ever written
 */
public record PublishedSize(long least, long most) {
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);
  private static final BigDecimal MOST_MEBIBYTES = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal HALF_A_THOUSANDTH = new BigDecimal("0.0005");

  public PublishedSize {
    if (least <= 0 || most < least) {
      throw new IllegalArgumentException(
          "a size must be positive, but was " + least + " to " + most + " bytes");
    }
  }

  /** Exactly that many bytes. */
  public static PublishedSize ofBytes(long bytes) {
    return new PublishedSize(bytes, bytes);
  }

  /** All sizes that are this one when rounded to a thousandth of a MiB, as torchvision does. */
  public static PublishedSize ofMebibytes(BigDecimal mebibytes) {
    if (mebibytes.signum() <= 0
        || mebibytes.scale() > 3
        || mebibytes.compareTo(MOST_MEBIBYTES) > 0) {
      throw new IllegalArgumentException(
          "mebibytes must be positive with at most 3 decimals and at most "
              + MOST_MEBIBYTES
              + ", but was "
              + mebibytes);
    }
    BigDecimal least = mebibytes.subtract(HALF_A_THOUSANDTH).multiply(MEBIBYTE);
    BigDecimal most = mebibytes.add(HALF_A_THOUSANDTH).multiply(MEBIBYTE);
    return new PublishedSize(
        Math.max(1, least.setScale(0, RoundingMode.CEILING).longValueExact()),
        most.setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  /** Whether a file of that many bytes can be the one. */
  public boolean allows(long bytes) {
    return bytes >= least && bytes <= most;
  }

  /** Say {@code 46830571 bytes} or {@code 46829929 to 46830977 bytes}. */
  @Override
  public String toString() {
    return (least == most ? "" : least + " to ") + most + " bytes";
  }
}
