package org.graft4j.augment.colour;

/** Blends each pixel with its own grey. */
final class Saturate {
  private Saturate() {}

  /**
   * May write in place.
   *
   * @param table applied to each value first
   */
  static void blend(byte[] from, byte[] to, byte[] table, Blend blend) {
    int[] steps = blend.steps();
    if (steps == null) {
      formula(from, to, table, blend);
      return;
    }
    for (int i = 0; i < from.length; i += 3) {
      int red = table[from[i] & 0xff] & 0xff;
      int green = table[from[i + 1] & 0xff] & 0xff;
      int blue = table[from[i + 2] & 0xff] & 0xff;
      int grey = Luma.of(red, green, blue);
      int place = 255 - grey;
      to[i] = clipped(grey + steps[place + red]);
      to[i + 1] = clipped(grey + steps[place + green]);
      to[i + 2] = clipped(grey + steps[place + blue]);
    }
  }

  private static void formula(byte[] from, byte[] to, byte[] table, Blend blend) {
    for (int i = 0; i < from.length; i += 3) {
      int red = table[from[i] & 0xff] & 0xff;
      int green = table[from[i + 1] & 0xff] & 0xff;
      int blue = table[from[i + 2] & 0xff] & 0xff;
      int grey = Luma.of(red, green, blue);
      to[i] = (byte) blend.at(grey, red);
      to[i + 1] = (byte) blend.at(grey, green);
      to[i + 2] = (byte) blend.at(grey, blue);
    }
  }

  private static byte clipped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
