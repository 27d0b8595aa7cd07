package org.graft4j.eval.uncertainty;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionTable;
import org.jspecify.annotations.Nullable;

/** The macro F1 of two models on the same samples, first less second, over all classes. */
final class MacroF1Pair {
  private final int classes;
  private final int[] labels;
  private final int[] first;
  private final int[] second;
  private final boolean[] occurring;

  MacroF1Pair(PredictionTable first, PredictionTable second) {
    this.classes = first.labels().size();
    int n = first.size();
    this.labels = IntStream.range(0, n).map(first::label).toArray();
    this.first = IntStream.range(0, n).map(first::predicted).toArray();
    this.second = IntStream.range(0, n).map(second::predicted).toArray();
    this.occurring = new boolean[classes];
    for (int label : labels) {
      occurring[label] = true;
    }
  }

  /** NaN for a draw that leaves a class of the table without samples. */
  double difference(int[] times) {
    long[] support = new long[classes];
    Side one = new Side(classes);
    Side two = new Side(classes);
    for (int i = 0; i < times.length; i++) {
      support[labels[i]] += times[i];
      one.add(labels[i], first[i], times[i]);
      two.add(labels[i], second[i], times[i]);
    }
    for (int c = 0; c < classes; c++) {
      if (occurring[c] && support[c] == 0) {
        return Double.NaN;
      }
    }
    return one.macroF1(support) - two.macroF1(support);
  }

  /**
   * The permutation test: in each draw the two predictions of a sample change places or not. Only
   * samples on which they differ need to be looked at again.
   */
  double permutation(int permutations, Seed seed) {
    int[] differing =
        IntStream.range(0, labels.length).filter(i -> first[i] != second[i]).toArray();
    long[] support = new long[classes];
    Side same = new Side(classes);
    for (int i = 0; i < labels.length; i++) {
      support[labels[i]]++;
      same.add(labels[i], first[i], first[i] == second[i] ? 1 : 0);
    }
    double observed = Math.abs(swapped(differing, same, support, null));
    // The same counts added in another order may differ in the last bits.
    double least = observed - 1e-12;
    long asFar =
        LongStream.range(0, permutations)
            .parallel()
            .filter(
                p -> {
                  RandomGenerator random = seed.stream("swap", p);
                  return Math.abs(swapped(differing, same, support, random)) >= least;
                })
            .count();
    return (asFar + 1.0) / (permutations + 1.0);
  }

  private double swapped(
      int[] differing, Side same, long[] support, @Nullable RandomGenerator random) {
    Side one = new Side(same);
    Side two = new Side(same);
    long bits = 0;
    for (int j = 0; j < differing.length; j++) {
      if (random != null) {
        bits = j % 64 == 0 ? random.nextLong() : bits >>> 1;
      }
      int i = differing[j];
      boolean swap = (bits & 1) == 1;
      (swap ? two : one).add(labels[i], first[i], 1);
      (swap ? one : two).add(labels[i], second[i], 1);
    }
    return one.macroF1(support) - two.macroF1(support);
  }

  /** What one model's predictions add up to. */
  private static final class Side {
    private final long[] predictions;
    private final long[] hits;

    Side(int classes) {
      this.predictions = new long[classes];
      this.hits = new long[classes];
    }

    Side(Side other) {
      this.predictions = other.predictions.clone();
      this.hits = other.hits.clone();
    }

    void add(int label, int guess, int times) {
      predictions[guess] += times;
      hits[guess] += label == guess ? times : 0;
    }

    double macroF1(long[] support) {
      double sum = 0;
      for (int c = 0; c < support.length; c++) {
        sum += hits[c] == 0 ? 0 : 2.0 * hits[c] / (support[c] + predictions[c]);
      }
      return sum / support.length;
    }
  }
}
