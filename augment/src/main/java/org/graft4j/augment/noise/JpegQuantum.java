package org.graft4j.augment.noise;

/** The steps to which JPEG rounds coefficients: those that the standard suggests, scaled. */
final class JpegQuantum {
  // ITU-T T.81, annex K.1, row by row.
  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, //
    12, 12, 14, 19, 26, 58, 60, 55, //
    14, 13, 16, 24, 40, 57, 69, 56, //
    14, 17, 22, 29, 51, 87, 80, 62, //
    18, 22, 37, 56, 68, 109, 103, 77, //
    24, 35, 55, 64, 81, 104, 113, 92, //
    49, 64, 78, 87, 103, 121, 120, 101, //
    72, 92, 95, 98, 112, 100, 103, 99
  };
  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, //
    18, 21, 26, 66, 99, 99, 99, 99, //
    24, 26, 56, 99, 99, 99, 99, 99, //
    47, 66, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99, //
    99, 99, 99, 99, 99, 99, 99, 99
  };

  private JpegQuantum() {}

  static float[] luma(double quality) {
    return scaled(LUMA, quality);
  }

  static float[] chroma(double quality) {
    return scaled(CHROMA, quality);
  }

  /** libjpeg's rule: the tables as they are at 50, half of them at 75, twice at 25. */
  private static float[] scaled(int[] table, double quality) {
    int percent = (int) (quality < 50 ? 5000 / quality : 200 - 2 * quality);
    float[] steps = new float[64];
    for (int i = 0; i < 64; i++) {
      steps[i] = Math.max(1, Math.min(255, (table[i] * percent + 50) / 100));
    }
    return steps;
  }
}
