package org.graft4j.augment.mix;

import java.util.Arrays;
import org.graft4j.data.BatchDraw;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A box for CutMix, in shares of the picture.
 *
 * @param lam share of the area that the box leaves, before it is cut off at the border; 0 to 1
 * @param x of the centre, 0 up to 1
 * @param y of the centre, 0 up to 1
 */
record Box(double lam, double x, double y) implements BatchDraw {

  /** Pixels of a box: columns from x1 up to x2 and rows from y1 up to y2, the ends left out. */
  record Pixels(int x1, int y1, int x2, int y2) {

    /** Share of the area of a picture that is left. */
    double left(int width, int height) {
      return 1 - (double) (x2 - x1) * (y2 - y1) / ((double) width * height);
    }

    void apply(INDArray features, INDArray labels) {
      if (x1 == x2 || y1 == y2) {
        return;
      }
      paste(features);
      Rows.blend(labels, left((int) features.size(3), (int) features.size(2)));
    }

    /**
     * Each row's box becomes that of the row before it, the row before the first being the last.
     */
    private void paste(INDArray features) {
      int n = Math.toIntExact(features.size(0));
      if (n < 2) {
        return;
      }
      // From the end, so that each row's neighbour is still what it was.
      try (INDArray last = box(features, n - 1).dup()) {
        for (int i = n - 1; i >= 0; i--) {
          box(features, i).assign(i == 0 ? last : box(features, i - 1));
        }
      }
    }

    private INDArray box(INDArray features, int row) {
      INDArrayIndex[] place = {
        NDArrayIndex.all(), NDArrayIndex.interval(y1(), y2()), NDArrayIndex.interval(x1(), x2())
      };
      return Rows.row(features, row).get(place);
    }
  }

  Pixels pixels(int width, int height) {
    int centreX = (int) (x * width);
    int centreY = (int) (y * height);
    double half = 0.5 * StrictMath.sqrt(1 - lam);
    int halfWidth = (int) (half * width);
    int halfHeight = (int) (half * height);
    return new Pixels(
        Math.max(centreX - halfWidth, 0),
        Math.max(centreY - halfHeight, 0),
        Math.min(centreX + halfWidth, width),
        Math.min(centreY + halfHeight, height));
  }

  @Override
  public void apply(INDArray features, INDArray labels) {
    if (features.rank() != 4) {
      throw new IllegalArgumentException(
          "CutMix must have a batch [batch, depth, height, width], but it was "
              + Arrays.toString(features.shape()));
    }
    pixels(Math.toIntExact(features.size(3)), Math.toIntExact(features.size(2)))
        .apply(features, labels);
  }
}
