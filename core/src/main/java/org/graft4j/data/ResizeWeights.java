package org.graft4j.data;

/**
 * Which samples of one axis each resized sample is made of, and how much of each: a filter as wide
 * as the scale (never narrower than its own width), in 22-bit fixed point, as in Pillow's {@code
 * Resample.c}.
 */
final class ResizeWeights {
  static final int PRECISION_BITS = 22;

  /** Added before the shift, so that it rounds. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  private final int[] first;
  private final int[][] weights;

  private ResizeWeights(int[] first, int[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  /**
   * The weights for a window of the resized axis.
   *
   * @param from length of the axis
   * @param to its length once resized
   * @param start first resized sample that is wanted
   * @param count how many are wanted
   */
  static ResizeWeights of(Interpolation interpolation, int from, long to, long start, int count) {
    double scale = (double) from / to;
    double widening = Math.max(1, scale);
    double support = interpolation.support() * widening;
    double inverse = 1 / widening;
    int[] first = new int[count];
    int[][] weights = new int[count][];
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - support + 0.5));
      int high = Math.min(from, (int) (centre + support + 0.5));
      first[i] = low;
      weights[i] = fixedPoint(interpolation, low, high, centre, inverse);
    }
    return new ResizeWeights(first, weights);
  }

  private static int[] fixedPoint(
      Interpolation interpolation, int low, int high, double centre, double inverse) {
    double[] exact = new double[high - low];
    double sum = 0;
    for (int x = 0; x < exact.length; x++) {
      exact[x] = interpolation.weight((x + low - centre + 0.5) * inverse);
      sum += exact[x];
    }
    int[] rounded = new int[exact.length];
    for (int x = 0; x < exact.length; x++) {
      double scaled = exact[x] / sum * (1 << PRECISION_BITS);
      rounded[x] = (int) (scaled + (scaled < 0 ? -0.5 : 0.5));
    }
    return rounded;
  }

  /** How many resized samples are wanted. */
  int count() {
    return first.length;
  }

  /** The first sample that the i-th wanted one is made of. */
  int first(int i) {
    return first[i];
  }

  /** How much of each sample from the first on; not a copy. */
  int[] of(int i) {
    return weights[i];
  }

  /** The first sample that any of the wanted ones needs. */
  int firstNeeded() {
    return first[0];
  }

  /** Behind the last sample that any of the wanted ones needs. */
  int endNeeded() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }
}
