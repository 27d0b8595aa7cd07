package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * How well a classifier did on each part of the samples: by class, by folder, by whatever a column
 * says of them. Immutable.
 *
 * @param by what divides the samples, say {@code "class"}
 * @param slices by name; each sample is in one
 * @param pValues how likely each slice would be so bad by chance, in the order of the slices: the
 *     p-value of Fisher's exact test against all other samples, one-sided, corrected for their
 *     number (Holm). A slice of few samples is hardly ever below any level, whatever its accuracy.
 *     Takes the samples as independent
 * @param confidence of the slices' intervals, and 1 less the level of the tests; in (0, 1)
 */
public record SliceTable(String by, List<Slice> slices, List<Double> pValues, double confidence) {

  private static final String NOTHING = ".";

  public SliceTable {
    slices = List.copyOf(slices);
    pValues = List.copyOf(pValues);
    if (by.isBlank()) {
      throw new IllegalArgumentException("by must not be blank");
    }
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("slices must not be empty");
    }
    if (pValues.size() != slices.size()) {
      throw new IllegalArgumentException(
          "p-values must be as many as slices, " + slices.size() + ", but were " + pValues.size());
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
  }

  /** A table by itself, with a confidence of 95 %. */
  public SliceTable(String by, List<Slice> slices) {
    this(by, slices, SeveralComparisons.holm(alone(slices)), ClassificationReport.CONFIDENCE);
  }

  /**
   * The same tables as parts of one search for what is worse: p-values corrected for all slices of
   * all of them, so that many tables do not give chance many turns.
   *
   * @param confidence in (0, 1)
   */
  public static List<SliceTable> together(List<SliceTable> tables, double confidence) {
    List<Double> all =
        SeveralComparisons.holm(
            tables.stream().flatMap(table -> alone(table.slices).stream()).toList());
    List<SliceTable> corrected = new ArrayList<>();
    int from = 0;
    for (SliceTable table : tables) {
      int to = from + table.slices.size();
      corrected.add(new SliceTable(table.by, table.slices, all.subList(from, to), confidence));
      from = to;
    }
    return corrected;
  }

  /**
   * One part.
   *
   * @param name what its samples have in common
   * @param n samples, at least 1
   * @param correct of which the class was predicted
   */
  public record Slice(String name, long n, long correct) {

    public Slice {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a slice must have a name, but had none");
      }
      if (n < 1 || correct < 0 || correct > n) {
        throw new IllegalArgumentException(
            "correct must be in [0, n] of at least 1 sample, but was " + correct + " of " + n);
      }
    }

    /** Share of the samples whose class was predicted. */
    public double accuracy() {
      return (double) correct / n;
    }

    /** Wilson's 95 % interval of the accuracy: of few samples it is wide. */
    public Interval interval() {
      return interval(ClassificationReport.CONFIDENCE);
    }

    /** Wilson's interval of the accuracy of another confidence. */
    public Interval interval(double confidence) {
      return Interval.wilson(correct, n, confidence);
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

  private static SliceTable of(String by, PredictionTable table, IntFunction<String> name) {
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

  /**
   * The samples by a value of each.
   *
   * @param values in the order of the table, as many as samples
   */
  public static SliceTable byValue(String by, PredictionTable table, List<String> values) {
    if (values.size() != table.size()) {
      throw new IllegalArgumentException(
          "values must be as many as samples, " + table.size() + ", but were " + values.size());
    }
    return of(by, table, values::get);
  }

  /**
   * The samples by what lies between the class's folder and the file in their ids, say {@code
   * "site-b"} of {@code "test/rose/site-b/7.jpg"}; {@code "."} where nothing does.
   *
   * @return empty if nothing lies there in any id
   */
  public static Optional<SliceTable> byFolder(PredictionTable table) {
    SliceTable slices = byValue("folder", table, folders(table));
    return slices.slices.size() == 1 && slices.slices.get(0).name().equals(NOTHING)
        ? Optional.empty()
        : Optional.of(slices);
  }

  /**
   * The samples by folder as what is drawn together, in the order of the table: as {@link
   * #byFolder}, but what lies in the class's folder itself is each by itself, for nothing says that
   * it belongs together.
   */
  public static List<String> folderGroups(PredictionTable table) {
    List<String> folders = folders(table);
    // No folder's name begins with a slash.
    return IntStream.range(0, table.size())
        .mapToObj(i -> folders.get(i).equals(NOTHING) ? "//" + table.ids().get(i) : folders.get(i))
        .toList();
  }

  private static List<String> folders(PredictionTable table) {
    return IntStream.range(0, table.size())
        .mapToObj(i -> between(table.ids().get(i), table.labels().name(table.label(i))))
        .toList();
  }

  private static String between(String id, String label) {
    List<String> parts = List.of(id.split("/"));
    int folder = parts.indexOf(label);
    return folder < 0 || folder + 1 >= parts.size() - 1
        ? NOTHING
        : String.join("/", parts.subList(folder + 1, parts.size() - 1));
  }

  /** The slice of the lowest accuracy, the largest of equals. Often it is so by chance. */
  public Slice worst() {
    return lowest(slices).orElseThrow();
  }

  private static Optional<Slice> lowest(List<Slice> slices) {
    return slices.stream()
        .min(
            Comparator.comparingDouble(Slice::accuracy)
                .thenComparing(Comparator.comparingLong(Slice::n).reversed()));
  }

  /** Fisher's exact test of each slice, as if it were the only one. */
  private static List<Double> alone(List<Slice> slices) {
    int n = Math.toIntExact(slices.stream().mapToLong(Slice::n).sum());
    int correct = Math.toIntExact(slices.stream().mapToLong(Slice::correct).sum());
    List<Double> each = new ArrayList<>();
    for (Slice slice : slices) {
      int size = Math.toIntExact(slice.n());
      HypergeometricDistribution drawn = new HypergeometricDistribution(null, n, correct, size);
      each.add(Math.min(1, drawn.cumulativeProbability(Math.toIntExact(slice.correct()))));
    }
    return each;
  }

  /**
   * The worst slice among those that are worse than the others beyond what chance does, with {@link
   * #pValues} below 1 less the confidence.
   */
  public Optional<Slice> clearlyWorst() {
    List<Slice> worse = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      if (pValues.get(i) < 1 - confidence) {
        worse.add(slices.get(i));
      }
    }
    return lowest(worse);
  }
}
