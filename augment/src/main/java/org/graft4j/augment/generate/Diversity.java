package org.graft4j.augment.generate;

import java.util.List;
import org.graft4j.data.Picture;

/**
 * How much pictures of one class differ: the mean Euclidean distance of all pairs, of means over
 * cells of the picture, so that noise on single pixels counts little.
 */
final class Diversity {
  /** Cells along each side. */
  private static final int CELLS = 8;

  private Diversity() {}

  /** 0 for fewer than two pictures, and for equal ones; in units of a pixel's value, 0 to 255. */
  static double of(List<Picture> pictures) {
    double[][] cells = new double[pictures.size()][];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells(pictures.get(i));
    }
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(cells[i], cells[j]);
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int k = 0; k < a.length; k++) {
      squares += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(squares / a.length);
  }

  private static double[] cells(Picture picture) {
    double[] cells = new double[CELLS * CELLS * 3];
    int side = picture.width() / CELLS;
    for (int y = 0; y < side * CELLS; y++) {
      for (int x = 0; x < side * CELLS; x++) {
        for (int c = 0; c < 3; c++) {
          cells[(y / side * CELLS + x / side) * 3 + c] += picture.value(x, y, c);
        }
      }
    }
    for (int k = 0; k < cells.length; k++) {
      cells[k] /= side * side;
    }
    return cells;
  }
}
