package org.graft4j.features;

import org.nd4j.linalg.api.buffer.DataType;

/** How the numbers of a row are stored. */
public enum Precision {
  /** Four bytes a number: what comes back is what went in. */
  FLOAT32(DataType.FLOAT),
  /**
   * Two bytes a number, rounded to the nearest: relative error up to 2^-11 for magnitudes from
   * 2^-14 to 65504, absolute error up to 2^-25 below. Larger ones cannot be stored.
   */
  FLOAT16(DataType.FLOAT16);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  DataType type() {
    return type;
  }

  /** Bytes a number takes. */
  public int bytes() {
    return this == FLOAT32 ? Float.BYTES : Short.BYTES;
  }
}
