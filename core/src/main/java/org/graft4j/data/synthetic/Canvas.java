package org.graft4j.data.synthetic;

import org.graft4j.data.Picture;
import org.jspecify.annotations.Nullable;

/** A square of pixels in the making; each call of {@link #paint} covers what was there before. */
final class Canvas {
  private final int size;

  /** Red, green, blue of each pixel in turn, 0 to 1 where it is not over-exposed. */
  private final double[] pixels;

  Canvas(int size) {
    this.size = size;
    this.pixels = new double[3 * size * size];
  }

  /** Lays a region on the picture; null covers the whole picture. */
  void paint(@Nullable Region region, Pose pose, Paint paint) {
    int left = Math.max(0, (int) ((pose.cx() - pose.reach()) * size));
    int right = Math.min(size, (int) ((pose.cx() + pose.reach()) * size) + 1);
    int top = Math.max(0, (int) ((pose.cy() - pose.reach()) * size));
    int bottom = Math.min(size, (int) ((pose.cy() + pose.reach()) * size) + 1);
    double unit = pose.scale() * size;
    double extent = pose.extent() + paint.softness() + 1 / unit;
    for (int row = top; row < bottom; row++) {
      double v = (row + 0.5) / size - pose.cy();
      for (int column = left; column < right; column++) {
        double u = (column + 0.5) / size - pose.cx();
        double x = pose.xx() * u + pose.xy() * v;
        double y = pose.yx() * u + pose.yy() * v;
        double depth = 1 - pose.px() * x - pose.py() * y;
        // At depth 0 lies the horizon of the foreshortened plane, far from any figure.
        double reach = extent * depth;
        if (depth > 0.3 && x * x + y * y <= reach * reach) {
          dab(3 * (row * size + column), region, x / depth, y / depth, unit, paint);
        }
      }
    }
  }

  private void dab(int at, @Nullable Region region, double x, double y, double unit, Paint paint) {
    double distance = region == null ? -1e9 : region.distance(x, y);
    double sharpness = paint.softness() == 0 ? unit : 1 / paint.softness();
    double cover = paint.opacity() * step(distance * sharpness);
    if (cover == 0) {
      return;
    }
    double light = 1 + paint.lightX() * x + paint.lightY() * y;
    if (paint.rim() > 0) {
      double rim = step(-(distance + paint.rim()) * unit);
      light *= 1 + rim * (paint.rimLight() - 1);
    }
    Region texture = paint.texture();
    double share = texture == null ? 0 : step(texture.distance(x, y) * unit);
    Colour a = paint.first();
    Colour b = paint.second();
    blend(at, light * (a.red() + share * (b.red() - a.red())), cover);
    blend(at + 1, light * (a.green() + share * (b.green() - a.green())), cover);
    blend(at + 2, light * (a.blue() + share * (b.blue() - a.blue())), cover);
  }

  /** How much of a pixel lies inside, for the border's distance from its centre in pixels. */
  private static double step(double distance) {
    return Math.max(0, Math.min(1, 0.5 - distance));
  }

  private void blend(int at, double value, double cover) {
    pixels[at] += cover * (value - pixels[at]);
  }

  /** Multiplies by a light that changes evenly across the picture, 1 in the middle on average. */
  void light(double exposure, double slopeX, double slopeY, Colour tint) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double along = slopeX * ((column + 0.5) / size - 0.5) + slopeY * ((row + 0.5) / size - 0.5);
        double light = exposure * (1 + along);
        int at = 3 * (row * size + column);
        pixels[at] *= light * tint.red();
        pixels[at + 1] *= light * tint.green();
        pixels[at + 2] *= light * tint.blue();
      }
    }
  }

  /**
   * Blurs by repeated passes of three taps, which tend to a Gaussian.
   *
   * @param sigma in pixels
   */
  void blur(double sigma) {
    double variance = sigma * sigma;
    if (variance < 1e-3) {
      return;
    }
    int passes = (int) Math.ceil(variance / 0.5);
    double side = variance / (2 * passes);
    for (int i = 0; i < passes; i++) {
      smooth(3, 3 * size, side);
      smooth(3 * size, 3, side);
    }
  }

  /** One pass along lines whose pixels lie {@code step} apart, with the edge pixel repeated. */
  private void smooth(int step, int lineStep, double side) {
    for (int line = 0; line < size; line++) {
      for (int channel = 0; channel < 3; channel++) {
        int at = line * lineStep + channel;
        double before = pixels[at];
        for (int i = 0; i < size; i++, at += step) {
          double here = pixels[at];
          double after = i + 1 < size ? pixels[at + step] : here;
          pixels[at] = here + side * (before - 2 * here + after);
          before = here;
        }
      }
    }
  }

  /** The finished picture, with noise of the given deviation, rounded to 8 bits. */
  Picture picture(double noise, long seed) {
    byte[] rgb = new byte[pixels.length];
    for (int i = 0; i < rgb.length; i++) {
      double grain = noise * Noise.bell(Noise.hash(i, size, seed));
      double value = Math.max(0, Math.min(1, pixels[i] + grain));
      rgb[i] = (byte) (int) (value * 255 + 0.5);
    }
    return new Picture(size, size, rgb);
  }
}
