package org.graft4j.explain;

import java.util.Locale;
import org.graft4j.data.Picture;

/**
 * How much each place of a picture speaks for a class, from 0 to 1; the warmest place has 1, unless
 * no place speaks for it ({@link #blank}). As fine as the network's last map, say 7 by 7.
 * Immutable.
 */
public final class HeatMap {
  /** Opacity of the colours where it is coldest and warmest: the picture must still be seen. */
  private static final double FAINT = 0.3;

  private static final double STRONG = 0.65;

  private final int height;
  private final int width;
  private final double[] values;
  private final double peak;

  private HeatMap(int height, int width, double[] values, double peak) {
    this.height = height;
    this.width = width;
    this.values = values;
    this.peak = peak;
  }

  /**
   * Leaves out what is negative, and divides by the largest.
   *
   * @param scores row by row, finite
   */
  static HeatMap of(int height, int width, double[] scores) {
    double peak = 0;
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new IllegalStateException(
            "the network's scores must be finite, but one for the heat map was " + score);
      }
      peak = Math.max(peak, score);
    }
    double[] values = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      // A peak so small that dividing by it is not exact is no evidence of anything either.
      values[i] = peak < Double.MIN_NORMAL ? 0 : Math.min(1, Math.max(0, scores[i]) / peak);
    }
    return new HeatMap(height, width, values, peak < Double.MIN_NORMAL ? 0 : peak);
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Places in a row. */
  public int width() {
    return width;
  }

  /**
   * The heat of a place, in [0, 1].
   *
   * @param row from the top, in [0, height)
   * @param column from the left, in [0, width)
   */
  public double value(int row, int column) {
    if (row < 0 || row >= height || column < 0 || column >= width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "row and column must be within %dx%d, but were %d and %d",
              height,
              width,
              row,
              column));
    }
    return values[row * width + column];
  }

  /** The largest score before all were divided by it: to compare the heat of two classes. */
  public double peak() {
    return peak;
  }

  /** Whether no place speaks for the class; all values are 0 then. */
  public boolean blank() {
    return peak == 0;
  }

  /**
   * A picture in grey with this map over it, from violet (cold) over green to yellow (warm), told
   * apart by any colour vision.
   *
   * @param picture of what the network saw, at any size: the map covers all of it. See {@link
   *     GradCam#seen}
   * @return of the picture's size
   */
  public Picture over(Picture picture) {
    int columns = picture.width();
    int rows = picture.height();
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int at = 3 * (y * columns + x);
        double grey =
            0.299 * (from[at] & 0xff)
                + 0.587 * (from[at + 1] & 0xff)
                + 0.114 * (from[at + 2] & 0xff);
        double heat = between((y + 0.5) / rows * height - 0.5, (x + 0.5) / columns * width - 0.5);
        double opacity = FAINT + (STRONG - FAINT) * heat;
        for (int c = 0; c < 3; c++) {
          double mixed = (1 - opacity) * grey + opacity * ColourMap.of(heat, c);
          to[at + c] = (byte) Math.round(mixed);
        }
      }
    }
    return new Picture(columns, rows, to);
  }

  /** Bilinear between the middles of places, and constant beyond the outermost. */
  private double between(double row, double column) {
    double y = Math.max(0, Math.min(height - 1.0, row));
    double x = Math.max(0, Math.min(width - 1.0, column));
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(height - 1, top + 1);
    int right = Math.min(width - 1, left + 1);
    double upper = mix(value(top, left), value(top, right), x - left);
    double lower = mix(value(bottom, left), value(bottom, right), x - left);
    return mix(upper, lower, y - top);
  }

  private static double mix(double a, double b, double share) {
    return (1 - share) * a + share * b;
  }

  @Override
  public String toString() {
    return "HeatMap[" + height + "x" + width + ", peak " + peak + "]";
  }
}
