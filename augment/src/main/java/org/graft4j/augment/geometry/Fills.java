package org.graft4j.augment.geometry;

import java.util.Arrays;
import org.graft4j.augment.Fill;

/** Arrays of one colour. */
final class Fills {
  private Fills() {}

  static byte[] area(Fill fill, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    if (fill.red() == fill.green() && fill.green() == fill.blue()) {
      if (fill.red() != 0) {
        Arrays.fill(rgb, (byte) fill.red());
      }
      return rgb;
    }
    rgb[0] = (byte) fill.red();
    rgb[1] = (byte) fill.green();
    rgb[2] = (byte) fill.blue();
    for (int done = 3; done < rgb.length; done *= 2) {
      System.arraycopy(rgb, 0, rgb, done, Math.min(done, rgb.length - done));
    }
    return rgb;
  }
}
