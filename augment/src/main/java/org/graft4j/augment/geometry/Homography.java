package org.graft4j.augment.geometry;

/** Solves for the perspective that takes four points to four others. */
final class Homography {
  private Homography() {}

  /**
   * The mapping that shows the point {@code from[i]} of a picture at {@code to[i]} of the result,
   * its coefficients rounded to single precision, as torchvision's are. Not finite if three of the
   * points in {@code to} lie on a line.
   *
   * @param from four points, x and y in turn
   * @param to the same
   */
  static Mapping of(double[] from, double[] to) {
    double[][] rows = new double[8][];
    for (int i = 0; i < 8; i += 2) {
      double x = to[i];
      double y = to[i + 1];
      rows[i] = new double[] {x, y, 1, 0, 0, 0, -from[i] * x, -from[i] * y, from[i]};
      rows[i + 1] =
          new double[] {0, 0, 0, x, y, 1, -from[i + 1] * x, -from[i + 1] * y, from[i + 1]};
    }
    eliminate(rows);
    return new Mapping(
        (float) rows[0][8],
        (float) rows[1][8],
        (float) rows[2][8],
        (float) rows[3][8],
        (float) rows[4][8],
        (float) rows[5][8],
        (float) rows[6][8],
        (float) rows[7][8]);
  }

  /** Gauss and Jordan, with the largest pivot of a column: the last column becomes the solution. */
  private static void eliminate(double[][] rows) {
    for (int column = 0; column < rows.length; column++) {
      exchangeForLargest(rows, column);
      double[] pivot = rows[column];
      for (int i = pivot.length - 1; i >= column; i--) {
        pivot[i] /= pivot[column];
      }
      for (int other = 0; other < rows.length; other++) {
        double factor = rows[other][column];
        if (other != column && factor != 0) {
          for (int i = column; i < pivot.length; i++) {
            rows[other][i] -= factor * pivot[i];
          }
        }
      }
    }
  }

  private static void exchangeForLargest(double[][] rows, int column) {
    int largest = column;
    for (int row = column + 1; row < rows.length; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[largest][column])) {
        largest = row;
      }
    }
    double[] row = rows[largest];
    rows[largest] = rows[column];
    rows[column] = row;
  }
}
