package org.graft4j.augment;

import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/** Pictures and masks to augment. */
public final class Pictures {
  private Pictures() {}

  /** Every value as likely. */
  public static Picture noise(int width, int height, long seed) {
    var random = Seed.of(seed).stream("noise");
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextLong();
    }
    return new Picture(width, height, rgb);
  }

  /** Labels from 0 to 3, and some pixels without. */
  public static Mask mask(int width, int height, long seed) {
    var random = Seed.of(seed).stream("mask");
    byte[] classes = new byte[width * height];
    for (int i = 0; i < classes.length; i++) {
      int label = (int) (random.nextLong() & 7);
      classes[i] = (byte) (label > 3 ? Mask.IGNORED : label);
    }
    return new Mask(width, height, classes, Mask.IGNORED);
  }

  /** Three equal channels. */
  public static Picture grey(int width, int height, long seed) {
    byte[] rgb = noise(width, height, seed).rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i + 1] = rgb[i];
      rgb[i + 2] = rgb[i];
    }
    return new Picture(width, height, rgb);
  }
}
