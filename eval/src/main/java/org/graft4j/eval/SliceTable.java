package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well a classifier did on each part of the samples: by class, by folder, by whatever a column
 * says of them. Immutable.
 *
 * @param by what divides the samples, say {@code "class"}
 * @param slices by name; each sample is in one
 */
public record SliceTable(String by, List<Slice> slices) {

  public SliceTable {
    slices = List.copyOf(slices);
    if (by.isBlank()) {
      throw new IllegalArgumentException("by must not be blank");
    }
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("slices must not be empty");
    }
  }

  /**
   * One part.
   *
   * @param name what its samples have in common
   * @param n samples, at least 1
   * @param correct of which the class was predicted
   */
  public record Slice(String name, long n, long correct) {

    /** Share of the samples whose class was predicted. */
    public double accuracy() {
      return (double) correct / n;
    }

    /** Wilson's 95 % interval of the accuracy: of few samples it is wide. */
    public Interval interval() {
      return Interval.wilson(correct, n, ClassificationReport.CONFIDENCE);
    }
  }

  /** The samples of each class. */
  public static SliceTable byClass(PredictionTable table) {
    return of("class", table, i -> table.labels().name(table.label(i)));
  }

  /**
   * The samples by what is known of their ids.
   *
   * @param by what divides them, say {@code "camera"}
   * @param value of an id, say from a column of a file, or {@code id -> id.split("/")[0]} for the
   *     first folder
   */
  public static SliceTable byId(String by, PredictionTable table, Function<String, String> value) {
    return of(by, table, i -> value.apply(table.ids().get(i)));
  }

  private static SliceTable of(String by, PredictionTable table, Function<Integer, String> name) {
    Map<String, long[]> counts = new TreeMap<>();
    for (int i = 0; i < table.size(); i++) {
      long[] count = counts.computeIfAbsent(name.apply(i), key -> new long[2]);
      count[0]++;
      count[1] += table.correct(i) ? 1 : 0;
    }
    List<Slice> slices = new ArrayList<>();
    counts.forEach((slice, count) -> slices.add(new Slice(slice, count[0], count[1])));
    return new SliceTable(by, slices);
  }

  /** The slice of the lowest accuracy, the largest of equals. */
  public Slice worst() {
    return slices.stream()
        .min(
            Comparator.comparingDouble(Slice::accuracy)
                .thenComparing(Comparator.comparingLong(Slice::n).reversed()))
        .orElseThrow();
  }

  /**
   * The worst slice, if it is worse than the rest beyond what chance does: its interval, widened
   * for the choice among all slices (Bonferroni), lies below the accuracy of all other samples.
   */
  public Optional<Slice> clearlyWorst() {
    Slice worst = worst();
    long n = slices.stream().mapToLong(Slice::n).sum() - worst.n();
    long correct = slices.stream().mapToLong(Slice::correct).sum() - worst.correct();
    double each = 1 - (1 - ClassificationReport.CONFIDENCE) / slices.size();
    boolean below =
        n > 0 && Interval.wilson(worst.correct(), worst.n(), each).high() < (double) correct / n;
    return below ? Optional.of(worst) : Optional.empty();
  }
}
