package org.graft4j.eval;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.metric.MetricState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a classifier's predictions add up to: update it sample by sample, merge it with others,
 * compute the report.
 *
 * <p>The report is the same to the last bit however the samples were batched, ordered or spread
 * over merged states. Memory depends on the number of classes alone, unless predictions are kept: 8
 * bytes a class and sample then. Mutable, confined to one thread.
 */
public final class ClassificationState implements MetricState<ClassificationState> {
  /** The largest deviation from 1 that rounding in half precision can give a softmax. */
  private static final double SUM_TOLERANCE = 1e-2;

  private final LabelMap labels;
  private final long[][] counts;
  private final ScoreStates scores;

  /** By id, which is the order of the report; nothing if predictions are not kept. */
  private final Optional<TreeMap<String, Kept>> kept;

  /** What was said of a sample. */
  private static final class Kept {
    final int label;
    final double[] probabilities;

    Kept(int label, double[] probabilities) {
      this.label = label;
      this.probabilities = probabilities;
    }
  }

  /**
   * A state without samples.
   *
   * @param labels at least one class, in the order of the probabilities
   * @param keepPredictions whether to keep all probabilities of each sample for the report
   */
  public ClassificationState(LabelMap labels, boolean keepPredictions) {
    this(
        labels,
        new long[labels.size()][labels.size()],
        ScoreStates.empty(requireClasses(labels)),
        keepPredictions);
  }

  private ClassificationState(
      LabelMap labels, long[][] counts, ScoreStates scores, boolean keepPredictions) {
    this.labels = labels;
    this.counts = counts;
    this.scores = scores;
    this.kept = keepPredictions ? Optional.of(new TreeMap<>()) : Optional.empty();
  }

  private static int requireClasses(LabelMap labels) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("labels must hold at least one class, but held none");
    }
    return labels.size();
  }

  /** The state of a table's samples, which it keeps if asked to. */
  static ClassificationState of(PredictionTable table, boolean keepPredictions) {
    ClassificationState state = new ClassificationState(table.labels(), keepPredictions);
    for (int i = 0; i < table.size(); i++) {
      state.update(table.ids().get(i), table.label(i), table.probabilities(i));
    }
    return state;
  }

  /**
   * Counts one sample. Among equal probabilities the first class is the predicted one.
   *
   * @param id names the sample in messages and predictions; once in a state that keeps predictions
   * @param label index of its class
   * @param probabilities one for each class, in [0, 1], with sum 1; copied
   * @throws IllegalArgumentException if that is not so; the message names the sample, and nothing
   *     was counted
   */
  public void update(String id, int label, double[] probabilities) {
    check(id, label, probabilities);
    double[] clipped = new double[probabilities.length];
    int predicted = 0;
    for (int i = 0; i < clipped.length; i++) {
      // A softmax of floats may exceed 1 by rounding.
      clipped[i] = Math.min(1, probabilities[i]);
      if (clipped[i] > clipped[predicted]) {
        predicted = i;
      }
    }
    if (kept.isPresent() && kept.get().putIfAbsent(id, new Kept(label, clipped)) != null) {
      throw cameTwice(id);
    }
    counts[label][predicted]++;
    scores.update(id, label, predicted, clipped);
  }

  /**
   * Counts a batch. The rows before a refused one are counted.
   *
   * @param oneHot the samples' classes, {@code [batch, classes]}
   * @param probabilities of the same shape
   * @param names what each sample is called, as {@link #update(String, int, double[])} says;
   *     numbered where there are not as many as rows
   * @throws IllegalArgumentException if shapes differ, a row of labels is not one-hot, or a row of
   *     probabilities is none; the message names the sample
   */
  public void update(INDArray oneHot, INDArray probabilities, List<?> names) {
    double[][] rows = LabelledRows.matrix(oneHot, "labels", labels);
    double[][] scores = LabelledRows.matrix(probabilities, "predictions", labels);
    if (rows.length != scores.length) {
      throw new IllegalArgumentException(
          "labels and predictions must have as many rows, but had "
              + rows.length
              + " and "
              + scores.length);
    }
    boolean named = names.size() == rows.length;
    for (int i = 0; i < rows.length; i++) {
      String id = named ? String.valueOf(names.get(i)) : "#" + n();
      update(id, LabelledRows.hot(id, rows[i]), scores[i]);
    }
  }

  private static IllegalArgumentException cameTwice(String id) {
    return new IllegalArgumentException(
        "ids must be distinct where predictions are kept, but '" + id + "' came twice");
  }

  /**
   * Adds the samples of another state, which stays as it was.
   *
   * @throws IllegalArgumentException if its classes differ, only one of both keeps predictions, or
   *     both keep one of the same id; nothing was added then
   */
  @Override
  public void merge(ClassificationState other) {
    requireMergeable(other);
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        counts[row][column] = Math.addExact(counts[row][column], other.counts[row][column]);
      }
    }
    scores.merge(other.scores);
    kept.ifPresent(rows -> rows.putAll(other.kept.orElseThrow()));
  }

  private void requireMergeable(ClassificationState other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels must be the same to merge states, but were %s and %s",
              labels,
              other.labels));
    }
    if (kept.isPresent() != other.kept.isPresent()) {
      throw new IllegalArgumentException(
          "either both states or none must keep predictions, but only one did");
    }
    if (kept.isPresent()) {
      for (String id : other.kept.get().keySet()) {
        if (kept.get().containsKey(id)) {
          throw cameTwice(id);
        }
      }
    }
  }

  /** The classes, in the order of the probabilities. */
  public LabelMap labels() {
    return labels;
  }

  /** Samples so far. */
  @Override
  public long n() {
    return scores.topK().n();
  }

  /**
   * The report on all samples so far, its predictions in the order of their ids.
   *
   * @param split what the samples are, say {@code "test"}
   * @throws IllegalArgumentException if there were no samples
   */
  public ClassificationReport compute(String split) {
    return ClassificationReport.of(split, confusion(), scores, table());
  }

  ConfusionMatrix confusion() {
    return ConfusionMatrix.of(labels, counts);
  }

  ScoreStates scores() {
    return scores;
  }

  private Optional<PredictionTable> table() {
    if (kept.isEmpty() || kept.get().isEmpty()) {
      return Optional.empty();
    }
    PredictionTable.Builder table = PredictionTable.of(labels);
    for (Map.Entry<String, Kept> row : kept.get().entrySet()) {
      table.add(row.getKey(), row.getValue().label, row.getValue().probabilities);
    }
    return Optional.of(table.build());
  }

  @Override
  public String toJson() {
    return StateOfClassification.write(this, kept.isPresent(), table());
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedReportException if it is anything else
   * @throws org.graft4j.eval.metric.MalformedStateException if one of its parts is
   */
  public static ClassificationState fromJson(String json) throws IOException {
    return StateOfClassification.read(json);
  }

  /** A state of counts alone. */
  static ClassificationState ofCounts(ConfusionMatrix confusion, ScoreStates scores) {
    int classes = confusion.labels().size();
    long[][] counts = new long[classes][classes];
    for (int row = 0; row < classes; row++) {
      for (int column = 0; column < classes; column++) {
        counts[row][column] = confusion.count(row, column);
      }
    }
    return new ClassificationState(confusion.labels(), counts, scores, false);
  }

  /** What {@link #update} does before it counts. */
  void check(String id, int label, double[] probabilities) {
    PredictionTable.requireShape(labels, id, label, probabilities);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      if (!Double.isFinite(p)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scores of '%s' must be finite, but that of class '%s' was %s: the network diverged"
                    + " or its weights are broken",
                id,
                labels.name(i),
                p));
      }
      if (p < 0 || p > 1 + SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            notProbabilities(id, "class '" + labels.name(i) + "' had " + p));
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(notProbabilities(id, "their sum was " + sum));
    }
  }

  private static String notProbabilities(String id, String fact) {
    return String.format(
        Locale.ROOT,
        "scores of '%s' must be probabilities, but %s: end the network in a softmax",
        id,
        fact);
  }
}
