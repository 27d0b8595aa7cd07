package org.graft4j.augment.colour;

import java.util.function.IntUnaryOperator;

/** Changes that look at one value at a time, as tables of 256 bytes by value. */
final class Tables {
  private Tables() {}

  static byte[] of(IntUnaryOperator change) {
    byte[] table = new byte[256];
    for (int value = 0; value < 256; value++) {
      table[value] = (byte) change.applyAsInt(value);
    }
    return table;
  }

  /** The first, then the second. */
  static byte[] then(byte[] first, byte[] second) {
    return of(value -> second[first[value] & 0xff]);
  }

  /** May write in place. */
  static void look(byte[] from, byte[] to, byte[] table) {
    for (int i = 0; i < from.length; i++) {
      to[i] = table[from[i] & 0xff];
    }
  }

  /** A table for each channel; may write in place. */
  static void look(byte[] from, byte[] to, byte[] red, byte[] green, byte[] blue) {
    for (int i = 0; i < from.length; i += 3) {
      to[i] = red[from[i] & 0xff];
      to[i + 1] = green[from[i + 1] & 0xff];
      to[i + 2] = blue[from[i + 2] & 0xff];
    }
  }
}
