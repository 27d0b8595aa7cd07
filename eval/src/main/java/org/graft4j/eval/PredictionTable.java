package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.graft4j.data.LabelMap;

/**
 * What a classifier said of each sample: the probability of every class, beside the sample's own
 * class. All that is measured of a classifier can be computed from it. Immutable and thread-safe; 8
 * bytes a probability.
 */
public final class PredictionTable {
  /** The largest deviation from 1 that rounding in half precision can give a softmax. */
  private static final double SUM_TOLERANCE = 1e-2;

  /** What fits one array. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final LabelMap labels;
  private final List<String> ids;
  private final int[] label;
  private final int[] predicted;
  private final double[] probabilities;

  private PredictionTable(LabelMap labels, List<String> ids, int[] label, double[] probabilities) {
    this.labels = labels;
    this.ids = ids;
    this.label = label;
    this.probabilities = probabilities;
    this.predicted = new int[label.length];
    Arrays.setAll(predicted, this::firstMaximum);
  }

  private int firstMaximum(int sample) {
    int best = 0;
    for (int i = 1; i < labels.size(); i++) {
      best = probability(sample, i) > probability(sample, best) ? i : best;
    }
    return best;
  }

  /** A table to be filled; confined to one thread. */
  public static final class Builder {
    private final LabelMap labels;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int[] label = new int[16];
    private double[] probabilities = new double[0];

    private Builder(LabelMap labels) {
      this.labels = labels;
    }

    /**
     * Adds a sample.
     *
     * @param id names it, once in a table
     * @param sampleLabel index of its class
     * @param sampleProbabilities one for each class, in [0, 1], with sum 1; copied
     * @throws IllegalArgumentException if that is not so; the message names the sample, and nothing
     *     was added
     */
    public Builder add(String id, int sampleLabel, double[] sampleProbabilities) {
      require(labels, id, sampleLabel, sampleProbabilities);
      if (!known.add(id)) {
        throw new IllegalArgumentException("ids must be distinct, but '" + id + "' came twice");
      }
      int n = ids.size();
      int classes = labels.size();
      if (n == label.length) {
        label = Arrays.copyOf(label, 2 * n);
      }
      reserve((n + 1L) * classes);
      label[n] = sampleLabel;
      for (int i = 0; i < classes; i++) {
        // A softmax of floats may exceed 1 by rounding.
        probabilities[n * classes + i] = Math.min(1, sampleProbabilities[i]);
      }
      ids.add(id);
      return this;
    }

    private void reserve(long needed) {
      if (needed <= probabilities.length) {
        return;
      }
      if (needed > MOST) {
        throw new IllegalArgumentException(
            "a table must hold at most " + MOST + " probabilities, but was to hold more");
      }
      // Of one sample with very many classes not room for more of them at once.
      long room = Math.max(needed, Math.min(MOST, 2L * probabilities.length));
      probabilities = Arrays.copyOf(probabilities, (int) room);
    }

    /**
     * The table.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public PredictionTable build() {
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("a table must hold predictions, but held none");
      }
      int n = ids.size();
      return new PredictionTable(
          labels,
          List.copyOf(ids),
          Arrays.copyOf(label, n),
          Arrays.copyOf(probabilities, n * labels.size()));
    }
  }

  /**
   * A table without samples yet.
   *
   * @param labels the classes in the order of the probabilities, at least one
   */
  public static Builder of(LabelMap labels) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("labels must hold at least one class, but held none");
    }
    return new Builder(labels);
  }

  /** Whether a sample has a class that there is, and a number for each. */
  static void requireShape(LabelMap labels, String id, int label, double[] probabilities) {
    if (probabilities.length != labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must have a probability for each of %d classes, but had %d",
              id,
              labels.size(),
              probabilities.length));
    }
    if (label < 0 || label >= labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label of '%s' must be in [0, %d), but was %d",
              id,
              labels.size(),
              label));
    }
  }

  private static void require(LabelMap labels, String id, int label, double[] probabilities) {
    requireShape(labels, id, label, probabilities);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      if (!(p >= 0 && p <= 1 + SUM_TOLERANCE)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "probabilities of '%s' must be from 0 to 1, but class '%s' had %s: put scores through a softmax first",
                id,
                labels.name(i),
                p));
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities of '%s' must have the sum 1, but their sum was %s: put scores through a softmax first",
              id,
              sum));
    }
  }

  /** The classes. */
  public LabelMap labels() {
    return labels;
  }

  /** Samples, at least 1. */
  public int size() {
    return label.length;
  }

  /** The samples' ids, in the table's order. */
  public List<String> ids() {
    return ids;
  }

  /** The class of a sample. */
  public int label(int sample) {
    return label[sample];
  }

  /** The class with the highest probability, the first of equals. */
  public int predicted(int sample) {
    return predicted[sample];
  }

  /** Whether a sample's class was predicted. */
  public boolean correct(int sample) {
    return label[sample] == predicted[sample];
  }

  /** What was said of a class, in [0, 1]. */
  public double probability(int sample, int index) {
    return probabilities[sample * labels.size() + index];
  }

  /** What was said of the predicted class, in [0, 1]. */
  public double confidence(int sample) {
    return probability(sample, predicted[sample]);
  }

  /** All that was said of a sample; a copy. */
  public double[] probabilities(int sample) {
    int classes = labels.size();
    return Arrays.copyOfRange(probabilities, sample * classes, (sample + 1) * classes);
  }

  /**
   * The same predictions with samples and classes in the order of another table, so that both can
   * be compared sample by sample.
   *
   * @throws IllegalArgumentException if the other has other classes or samples, or another class
   *     for a sample; the message names them
   */
  public PredictionTable inOrderOf(PredictionTable other) {
    if (!Set.copyOf(labels.names()).equals(Set.copyOf(other.labels.names()))) {
      throw new IllegalArgumentException(
          "classes must be the same, but were " + other.labels + " and " + labels);
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < label.length; i++) {
      places.put(ids.get(i), i);
    }
    List<String> missing = other.ids.stream().filter(id -> !places.containsKey(id)).toList();
    Set<String> known = new HashSet<>(other.ids);
    List<String> added = ids.stream().filter(id -> !known.contains(id)).toList();
    if (!missing.isEmpty() || !added.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples must be the same, but %d are in the first alone (%s) and %d in the second alone (%s)",
              missing.size(),
              some(missing),
              added.size(),
              some(added)));
    }
    int[] classes =
        other.labels.names().stream().mapToInt(name -> labels.indexOf(name).getAsInt()).toArray();
    Builder table = of(other.labels);
    for (int i = 0; i < other.size(); i++) {
      int place = Objects.requireNonNull(places.get(other.ids.get(i)));
      if (classes[other.label[i]] != label[place]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "classes of samples must be the same, but '%s' is of '%s' in the first and of '%s' in the second",
                other.ids.get(i),
                other.labels.name(other.label[i]),
                labels.name(label[place])));
      }
      double[] moved = new double[classes.length];
      Arrays.setAll(moved, c -> probability(place, classes[c]));
      table.add(other.ids.get(i), other.label[i], moved);
    }
    return table.build();
  }

  private static String some(List<String> ids) {
    String first = String.join(", ", ids.subList(0, Math.min(3, ids.size())));
    return ids.isEmpty() ? "none" : ids.size() <= 3 ? first : first + ", ...";
  }

  /** How often each class was taken for each. */
  public ConfusionMatrix confusion() {
    long[][] counts = new long[labels.size()][labels.size()];
    for (int i = 0; i < label.length; i++) {
      counts[label[i]][predicted[i]]++;
    }
    return ConfusionMatrix.of(labels, counts);
  }
}
