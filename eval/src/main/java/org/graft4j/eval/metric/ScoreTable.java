package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * All scores of all samples, for what only a ranking can tell. Mutable, confined to one thread; it
 * grows with the samples, 8 bytes a score.
 */
public final class ScoreTable implements MetricState<ScoreTable> {
  private static final String KIND = "scoreTable";

  private final int classes;
  private double[] scores = new double[0];
  private int[] labels = new int[0];
  private int n;

  /**
   * No samples yet.
   *
   * @param classes positive
   */
  public ScoreTable(int classes) {
    if (classes <= 0) {
      throw new IllegalArgumentException("classes must be positive, but were " + classes);
    }
    this.classes = classes;
  }

  /**
   * Takes one sample.
   *
   * @param id names the sample in messages
   * @param label index of its class
   * @param sampleScores one for each class, finite; copied
   * @throws IllegalArgumentException if that is not so; nothing was taken then
   */
  public void update(String id, int label, double[] sampleScores) {
    SampleCheck.scores(id, label, sampleScores, classes);
    reserve(n + 1);
    System.arraycopy(sampleScores, 0, scores, n * classes, classes);
    labels[n++] = label;
  }

  @Override
  public void merge(ScoreTable other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "classes must be as many to merge states, but were " + classes + " and " + other.classes);
    }
    int added = other.n;
    reserve(n + added);
    System.arraycopy(other.scores, 0, scores, n * classes, added * classes);
    System.arraycopy(other.labels, 0, labels, n, added);
    n += added;
  }

  private void reserve(int samples) {
    if (samples <= labels.length) {
      return;
    }
    int room = (int) Math.min((Integer.MAX_VALUE - 8L) / classes, Math.max(16, 2L * samples));
    if (samples > room) {
      throw new IllegalStateException(
          "more than " + room + " samples of " + classes + " scores do not fit one table");
    }
    scores = Arrays.copyOf(scores, room * classes);
    labels = Arrays.copyOf(labels, room);
  }

  /** Samples so far. */
  @Override
  public long n() {
    return n;
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("classes", classes)
        .put("labels", Arrays.stream(labels, 0, n).asLongStream().toArray())
        .put("scores", Arrays.copyOf(scores, n * classes))
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static ScoreTable fromJson(String json) throws MalformedStateException {
    StateJson read = StateJson.parse(json, KIND, "classes", "labels", "scores");
    ScoreTable state = new ScoreTable(read.classes("classes"));
    long[] labels = read.indices("labels");
    double[] scores = read.numbers("scores");
    if ((long) labels.length * state.classes != scores.length) {
      throw read.contradiction("classes", "must be as many as the scores of a label");
    }
    for (long label : labels) {
      if (label >= state.classes) {
        throw read.contradiction("labels", "must be below classes");
      }
    }
    state.scores = scores;
    state.labels = Arrays.stream(labels).mapToInt(label -> (int) label).toArray();
    state.n = labels.length;
    return state;
  }

  /** A class against all others, by the class's own score. */
  public RankedScores oneVersusRest(int positive) {
    double[] own = new double[n];
    boolean[] is = new boolean[n];
    for (int i = 0; i < n; i++) {
      own[i] = scores[i * classes + positive];
      is[i] = labels[i] == positive;
    }
    return RankedScores.of(own, is);
  }

  /** The samples of two classes alone, by the score of the first, which is the positive one. */
  public RankedScores oneVersusOne(int positive, int negative) {
    double[] own = new double[n];
    boolean[] is = new boolean[n];
    int taken = 0;
    for (int i = 0; i < n; i++) {
      if (labels[i] == positive || labels[i] == negative) {
        own[taken] = scores[i * classes + positive];
        is[taken++] = labels[i] == positive;
      }
    }
    return RankedScores.of(Arrays.copyOf(own, taken), Arrays.copyOf(is, taken));
  }

  /**
   * The area under the ROC curve, each class against the rest.
   *
   * @param average MACRO is undefined if a class has no samples or all; MACRO_OCCURRING and
   *     WEIGHTED leave such classes out; MICRO ranks all scores of all classes together
   */
  public OptionalDouble rocAreaOneVersusRest(Average average) {
    return average == Average.MICRO
        ? allTogether().rocArea()
        : mean(average, c -> oneVersusRest(c).rocArea());
  }

  /** Average precision of each class against the rest; averaged as the areas are. */
  public OptionalDouble averagePrecision(Average average) {
    return average == Average.MICRO
        ? allTogether().averagePrecision()
        : mean(average, c -> oneVersusRest(c).averagePrecision());
  }

  /**
   * The mean area under the ROC curve over all pairs of classes that have samples, in both
   * directions, which the shares of the classes do not change (Hand and Till 2001). Undefined if
   * only one class has samples.
   *
   * @param weighted whether a pair counts by its share of the samples
   */
  public OptionalDouble rocAreaOneVersusOne(boolean weighted) {
    long[] support = support();
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < i; j++) {
        if (support[i] == 0 || support[j] == 0) {
          continue;
        }
        double weight = weighted ? support[i] + support[j] : 1;
        double there = oneVersusOne(i, j).rocArea().orElseThrow();
        double back = oneVersusOne(j, i).rocArea().orElseThrow();
        sum += weight * (there + back) / 2;
        weights += weight;
      }
    }
    return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
  }

  private long[] support() {
    long[] support = new long[classes];
    for (int i = 0; i < n; i++) {
      support[labels[i]]++;
    }
    return support;
  }

  private RankedScores allTogether() {
    boolean[] is = new boolean[n * classes];
    for (int i = 0; i < n; i++) {
      is[i * classes + labels[i]] = true;
    }
    return RankedScores.of(Arrays.copyOf(scores, n * classes), is);
  }

  private interface OfClass {
    OptionalDouble value(int index);
  }

  private OptionalDouble mean(Average average, OfClass measure) {
    long[] support = support();
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < classes; i++) {
      OptionalDouble value = measure.value(i);
      if (value.isEmpty()) {
        if (average == Average.MACRO) {
          return OptionalDouble.empty();
        }
        continue;
      }
      double weight = average == Average.WEIGHTED ? support[i] : 1;
      sum += weight * value.getAsDouble();
      weights += weight;
    }
    return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
  }
}
