package org.graft4j.augment.search;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A head and an interval that are simple enough to be seen through. */
final class Judges {
  private Judges() {}

  /** The class of the nearest training row. */
  static Probe nearest() {
    return plain -> Judges::nearest;
  }

  private static int[] nearest(LabelledRows training, INDArray heldOut) {
    int[] said = new int[(int) heldOut.size(0)];
    int[] labels = training.targets().argMax(1).toIntVector();
    double[][] known = training.rows().toDoubleMatrix();
    double[][] asked = heldOut.toDoubleMatrix();
    for (int i = 0; i < said.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < known.length; j++) {
        double distance = 0;
        for (int k = 0; k < known[j].length; k++) {
          distance += Math.pow(known[j][k] - asked[i][k], 2);
        }
        if (distance < least) {
          least = distance;
          said[i] = labels[j];
        }
      }
    }
    return said;
  }

  /** Three standard errors of the paired difference each way, whatever the confidence. */
  static GainInterval threeErrors() {
    return (gained, lost, n, confidence) -> {
      double gain = (double) (gained - lost) / n;
      double error = Math.sqrt((double) gained + lost) / n;
      return new GainInterval.Bounds(gain - 3 * error, gain + 3 * error);
    };
  }
}
