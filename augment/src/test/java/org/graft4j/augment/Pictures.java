package org.graft4j.augment;

import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/** Pictures to augment. */
final class Pictures {
  private Pictures() {}

  static Picture noise(int width, int height, long seed) {
    var random = Seed.of(seed).stream("noise");
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextLong();
    }
    return new Picture(width, height, rgb);
  }

  static Picture grey(int width, int height, long seed) {
    byte[] rgb = noise(width, height, seed).rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i + 1] = rgb[i];
      rgb[i + 2] = rgb[i];
    }
    return new Picture(width, height, rgb);
  }
}
