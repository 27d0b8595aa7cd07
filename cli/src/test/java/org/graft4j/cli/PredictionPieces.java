package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;

/** Files of predictions to measure. */
final class PredictionPieces {
  static final LabelMap LABELS = LabelMap.of(List.of("daisy", "rose", "tulip"));

  private PredictionPieces() {}

  /**
   * Of each class as many; a share of them right, but in folder {@code site3} only half of those.
   *
   * @param seed of what is right where
   */
  static Path write(Path file, int n, double right, long seed) throws IOException {
    Random random = new Random(seed);
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < n; i++) {
      int label = i % 3;
      int site = i / 3 % 4;
      boolean hit = random.nextDouble() < (site == 3 ? right / 2 : right);
      double high = 0.4 + 0.5 * random.nextDouble();
      double[] p = {(1 - high) / 2, (1 - high) / 2, (1 - high) / 2};
      p[hit ? label : (label + 1) % 3] = high;
      table.add("test/" + LABELS.name(label) + "/site" + site + "/" + i + ".jpg", label, p);
    }
    PredictionFile.write(file, table.build(), true);
    return file;
  }
}
