package org.graft4j.eval.doctor;

import java.util.Arrays;
import org.graft4j.data.Picture;

/**
 * A picture's luma on 32 x 32 points, 1 KiB, by which two pictures are held against each other
 * after their hashes said that they may be the same one. Immutable.
 */
final class SmallPicture {
  private static final int SIDE = PerceptualHash.SIDE;
  private final byte[] luma;
  private final double mean;
  private final double length;

  private SmallPicture(byte[] luma) {
    this.luma = luma;
    double sum = 0;
    for (byte value : luma) {
      sum += value & 0xff;
    }
    this.mean = sum / luma.length;
    double squares = 0;
    for (byte value : luma) {
      squares += ((value & 0xff) - mean) * ((value & 0xff) - mean);
    }
    this.length = Math.sqrt(squares);
  }

  static SmallPicture of(double[] luma) {
    byte[] bytes = new byte[luma.length];
    for (int i = 0; i < luma.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(luma[i])));
    }
    return new SmallPicture(bytes);
  }

  static SmallPicture of(Picture picture) {
    return of(PerceptualHash.luma(picture));
  }

  /** The same with left and right exchanged. */
  static double[] mirrored(double[] luma) {
    double[] mirrored = new double[luma.length];
    for (int i = 0; i < luma.length; i++) {
      mirrored[i] = luma[i - i % SIDE + SIDE - 1 - i % SIDE];
    }
    return mirrored;
  }

  /** Mean luma, 0 to 255. */
  double brightness() {
    return mean;
  }

  /**
   * The correlation of the points, -1 to 1: brightness and contrast do not matter to it. 0 if one
   * of the two is all of one colour.
   *
   * @param turned whether the other one is mirrored first
   */
  double correlation(SmallPicture other, boolean turned) {
    if (length == 0 || other.length == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < luma.length; i++) {
      int at = turned ? i - i % SIDE + SIDE - 1 - i % SIDE : i;
      sum += ((luma[i] & 0xff) - mean) * ((other.luma[at] & 0xff) - other.mean);
    }
    return Math.max(-1, Math.min(1, sum / (length * other.length)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SmallPicture small && Arrays.equals(small.luma, luma);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(luma);
  }
}
