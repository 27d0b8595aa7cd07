package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A drawn sample that every state can count, of {@link #CLASSES} classes; many scores are equal.
 */
record StateSample(
    String id,
    int label,
    List<Double> scores,
    List<Boolean> presences,
    double target,
    double predicted) {
  static final int CLASSES = 4;

  static List<StateSample> draw(int n, long seed) {
    Random random = new Random(seed);
    List<StateSample> samples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Double> raw = new ArrayList<>();
      List<Boolean> present = new ArrayList<>();
      for (int c = 0; c < CLASSES; c++) {
        raw.add(1.0 + random.nextInt(7));
        present.add(random.nextInt(3) == 0);
      }
      double sum = raw.stream().mapToDouble(Double::doubleValue).sum();
      // Far apart in size, so that any rounding in a sum would show.
      double target = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
      samples.add(
          new StateSample(
              "s" + i,
              random.nextInt(CLASSES),
              Collections.unmodifiableList(raw.stream().map(r -> r / sum).toList()),
              Collections.unmodifiableList(present),
              target,
              target + random.nextGaussian()));
    }
    return samples;
  }

  double[] probabilities() {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  boolean[] present() {
    boolean[] values = new boolean[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      values[i] = presences.get(i);
    }
    return values;
  }

  int best() {
    int best = 0;
    for (int i = 1; i < CLASSES; i++) {
      best = scores.get(i) > scores.get(best) ? i : best;
    }
    return best;
  }

  /** A mask of four pixels, of which the last is ignored. */
  byte[] mask() {
    return new byte[] {(byte) label, (byte) best(), 0, (byte) 255};
  }

  byte[] predictedMask() {
    return new byte[] {(byte) best(), (byte) best(), (byte) label, 1};
  }
}
