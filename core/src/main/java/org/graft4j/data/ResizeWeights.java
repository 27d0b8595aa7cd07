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

  /** Where the weights of each begin; one more than there are. */
  private final int[] begin;

  private final int[] weights;

  private ResizeWeights(int[] first, int[] begin, int[] weights) {
    this.first = first;
    this.begin = begin;
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
    int[] first = new int[count];
    int[] begin = new int[count + 1];
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      begin[i + 1] = begin[i] + Math.min(from, (int) (centre + support + 0.5)) - first[i];
    }
    int[] weights = new int[begin[count]];
    double[] exact = new double[2 * (int) Math.ceil(support) + 1];
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      int taps = begin[i + 1] - begin[i];
      double sum = 0;
      for (int x = 0; x < taps; x++) {
        exact[x] = interpolation.weight((x + first[i] - centre + 0.5) * (1 / widening));
        sum += exact[x];
      }
      for (int x = 0; x < taps; x++) {
        double scaled = exact[x] / sum * (1 << PRECISION_BITS);
        weights[begin[i] + x] = (int) (scaled + (scaled < 0 ? -0.5 : 0.5));
      }
    }
    return new ResizeWeights(first, begin, weights);
  }

  /** How many resized samples are wanted. */
  int count() {
    return first.length;
  }

  /** The first sample that the i-th wanted one is made of. */
  int first(int i) {
    return first[i];
  }

  /** How many samples, from the first on, the i-th wanted one is made of. */
  int taps(int i) {
    return begin[i + 1] - begin[i];
  }

  /** How much of its k-th sample. */
  int weight(int i, int k) {
    return weights[begin[i] + k];
  }

  /** The first sample that any of the wanted ones needs. */
  int firstNeeded() {
    return first[0];
  }

  /** Behind the last sample that any of the wanted ones needs. */
  int endNeeded() {
    int last = first.length - 1;
    return first[last] + taps(last);
  }
}
