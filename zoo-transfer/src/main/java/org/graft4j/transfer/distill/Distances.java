package org.graft4j.transfer.distill;

/** Distances of all pairs, divided by their mean: 0 where all points are one. */
record Distances() implements RelationTerm.Relation {

  @Override
  public double compute(double[] own, double[] wanted, int rows, double[] slope) {
    if (rows < 2) {
      return 0;
    }
    int pairs = rows * (rows - 1) / 2;
    double[] ofOwn = all(own, rows);
    double[] ofWanted = all(wanted, rows);
    double mean = mean(ofOwn);
    double wantedMean = mean(ofWanted);
    double value = 0;
    double along = 0;
    double[] slopes = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      double difference = share(ofOwn[pair], mean) - share(ofWanted[pair], wantedMean);
      value += RelationTerm.huber(difference);
      slopes[pair] = RelationTerm.huberSlope(difference) / pairs;
      along += slopes[pair] * ofOwn[pair];
    }
    if (mean > 0) {
      int width = own.length / rows;
      int pair = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = i + 1; j < rows; j++, pair++) {
          double byDistance = (slopes[pair] - along / (mean * pairs)) / mean;
          add(own, i, j, width, ofOwn[pair] == 0 ? 0 : byDistance / ofOwn[pair], slope);
        }
      }
    }
    return value / pairs;
  }

  private static void add(double[] own, int i, int j, int width, double factor, double[] slope) {
    for (int k = 0; k < width; k++) {
      double difference = factor * (own[i * width + k] - own[j * width + k]);
      slope[i * width + k] += difference;
      slope[j * width + k] -= difference;
    }
  }

  private static double[] all(double[] points, int rows) {
    int width = points.length / rows;
    double[] distances = new double[rows * (rows - 1) / 2];
    int pair = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = i + 1; j < rows; j++, pair++) {
        double squares = 0;
        for (int k = 0; k < width; k++) {
          double difference = points[i * width + k] - points[j * width + k];
          squares += difference * difference;
        }
        distances[pair] = Math.sqrt(squares);
      }
    }
    return distances;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double share(double distance, double mean) {
    return mean > 0 ? distance / mean : 0;
  }
}
