package org.graft4j.transfer.distill;

/**
 * Average pooling of maps down to a size, and back with slopes. Place {@code i} of {@code n} out of
 * {@code m} is the mean over {@code floor(i m / n) .. ceil((i + 1) m / n)}, as in PyTorch's
 * adaptive average pooling: also where one size does not divide the other, every number counts.
 */
record MapPooling(int height, int width, int newHeight, int newWidth) {

  /** Of one side down to the smaller of both. */
  static MapPooling of(MapShape from, MapShape other) {
    return new MapPooling(
        from.height(),
        from.width(),
        Math.min(from.height(), other.height()),
        Math.min(from.width(), other.width()));
  }

  int newArea() {
    return newHeight * newWidth;
  }

  private boolean isNone() {
    return height == newHeight && width == newWidth;
  }

  /**
   * Pools.
   *
   * @param maps {@code [count, height, width]}, not changed
   * @return {@code [count, newHeight, newWidth]}; the same array if there is nothing to pool
   */
  double[] pooled(double[] maps, int count) {
    if (isNone()) {
      return maps;
    }
    double[] pooled = new double[count * newArea()];
    forEach(
        count,
        (large, small, share) -> {
          pooled[small] += share * maps[large];
        });
    return pooled;
  }

  /** The slopes by the maps, of those by what was pooled. */
  double[] spread(double[] slopes, int count) {
    if (isNone()) {
      return slopes;
    }
    double[] spread = new double[count * height * width];
    forEach(
        count,
        (large, small, share) -> {
          spread[large] += share * slopes[small];
        });
    return spread;
  }

  private interface Pair {
    void accept(int large, int small, double share);
  }

  private void forEach(int count, Pair action) {
    for (int map = 0; map < count; map++) {
      for (int y = 0; y < newHeight; y++) {
        int top = first(y, height, newHeight);
        int bottom = end(y, height, newHeight);
        for (int x = 0; x < newWidth; x++) {
          int left = first(x, width, newWidth);
          int right = end(x, width, newWidth);
          double share = 1.0 / ((bottom - top) * (right - left));
          int small = (map * newHeight + y) * newWidth + x;
          for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
              action.accept((map * height + row) * width + column, small, share);
            }
          }
        }
      }
    }
  }

  private static int first(int place, int from, int to) {
    return place * from / to;
  }

  private static int end(int place, int from, int to) {
    return ((place + 1) * from + to - 1) / to;
  }
}
