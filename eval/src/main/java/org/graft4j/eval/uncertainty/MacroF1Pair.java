package org.graft4j.eval.uncertainty;

import java.util.Comparator;
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
    ClassCounts one = new ClassCounts(classes);
    ClassCounts two = new ClassCounts(classes);
    for (int i = 0; i < times.length; i++) {
      one.add(labels[i], first[i], times[i]);
      two.add(labels[i], second[i], times[i]);
    }
    return one.hasAll(occurring) ? one.macroF1() - two.macroF1() : Double.NaN;
  }

  /**
   * The permutation test: in each draw the two predictions of a sample, or of all samples of a
   * unit, change places or not. Only samples on which they differ need to be looked at again.
   *
   * @param unit of each sample, from 0 without gaps
   */
  double permutation(int[] unit, int permutations, Seed seed) {
    int[] differing =
        IntStream.range(0, labels.length)
            .filter(i -> first[i] != second[i])
            .boxed()
            .sorted(Comparator.comparingInt(i -> unit[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    ClassCounts same = new ClassCounts(classes);
    for (int i = 0; i < labels.length; i++) {
      same.add(labels[i], first[i], first[i] == second[i] ? 1 : 0);
    }
    double observed = Math.abs(swapped(differing, unit, same, null));
    // The same counts added in another order may differ in the last bits.
    double least = observed - 1e-12;
    long asFar =
        LongStream.range(0, permutations)
            .parallel()
            .filter(
                p -> {
                  RandomGenerator random = seed.stream("swap", p);
                  return Math.abs(swapped(differing, unit, same, random)) >= least;
                })
            .count();
    return (asFar + 1.0) / (permutations + 1.0);
  }

  /**
   * @param differing samples, those of a unit together
   */
  private double swapped(
      int[] differing, int[] unit, ClassCounts same, @Nullable RandomGenerator random) {
    ClassCounts one = new ClassCounts(same);
    ClassCounts two = new ClassCounts(same);
    long bits = 0;
    int units = 0;
    for (int j = 0; j < differing.length; j++) {
      int i = differing[j];
      if (random != null && (j == 0 || unit[i] != unit[differing[j - 1]])) {
        bits = units++ % 64 == 0 ? random.nextLong() : bits >>> 1;
      }
      boolean swap = (bits & 1) == 1;
      (swap ? two : one).add(labels[i], first[i], 1);
      (swap ? one : two).add(labels[i], second[i], 1);
    }
    return one.macroF1() - two.macroF1();
  }
}
