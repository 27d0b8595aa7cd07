package org.graft4j.transfer.distill;

/**
 * Cosines of the angles at one point between two others, of all triples; 0 where two of them are
 * one.
 */
record Angles() implements RelationTerm.Relation {

  @Override
  public double compute(double[] own, double[] wanted, int rows, double[] slope) {
    if (rows < 3) {
      return 0;
    }
    double triples = rows * (rows - 1.0) * (rows - 2) / 2;
    double value = 0;
    for (int vertex = 0; vertex < rows; vertex++) {
      value +=
          at(vertex, new Rays(own, rows, vertex), new Rays(wanted, rows, vertex), triples, slope);
    }
    return value / triples;
  }

  /** The sum of the losses at one point. */
  private static double at(int vertex, Rays own, Rays wanted, double triples, double[] slope) {
    int rows = own.lengths.length;
    double value = 0;
    double[] slopes = new double[own.directions.length];
    for (int i = 0; i < rows; i++) {
      for (int k = i + 1; k < rows; k++) {
        if (i == vertex || k == vertex) {
          continue;
        }
        double difference = own.cosine(i, k) - wanted.cosine(i, k);
        value += RelationTerm.huber(difference);
        double by = RelationTerm.huberSlope(difference) / triples;
        own.addDirection(k, by, slopes, i);
        own.addDirection(i, by, slopes, k);
      }
    }
    own.addSlopes(vertex, slopes, slope);
    return value;
  }

  /** From one point to all others: unit vectors, zeros to those that lie on it. */
  private static final class Rays {
    final double[] directions;
    final double[] lengths;
    private final int width;

    Rays(double[] points, int rows, int vertex) {
      this.width = points.length / rows;
      this.directions = new double[points.length];
      this.lengths = new double[rows];
      for (int i = 0; i < rows; i++) {
        double squares = 0;
        for (int d = 0; d < width; d++) {
          double part = points[i * width + d] - points[vertex * width + d];
          directions[i * width + d] = part;
          squares += part * part;
        }
        lengths[i] = Math.sqrt(squares);
        for (int d = 0; d < width && lengths[i] > 0; d++) {
          directions[i * width + d] /= lengths[i];
        }
      }
    }

    double cosine(int i, int k) {
      return product(directions, i, directions, k);
    }

    private double product(double[] one, int i, double[] other, int k) {
      double sum = 0;
      for (int d = 0; d < width; d++) {
        sum += one[i * width + d] * other[k * width + d];
      }
      return sum;
    }

    void addDirection(int from, double factor, double[] to, int at) {
      for (int d = 0; d < width; d++) {
        to[at * width + d] += factor * directions[from * width + d];
      }
    }

    /** From slopes by the directions to those by the points. */
    void addSlopes(int vertex, double[] byDirection, double[] slope) {
      for (int i = 0; i < lengths.length; i++) {
        if (lengths[i] == 0) {
          continue;
        }
        double along = product(byDirection, i, directions, i);
        for (int d = 0; d < width; d++) {
          double part =
              (byDirection[i * width + d] - along * directions[i * width + d]) / lengths[i];
          slope[i * width + d] += part;
          slope[vertex * width + d] -= part;
        }
      }
    }
  }
}
