package org.graft4j.eval.metric;

import java.util.Locale;

/** What every state asks of a sample before it counts it. */
final class SampleCheck {
  private SampleCheck() {}

  /** A finite score for each class, and a label among them. */
  static void scores(String id, int label, double[] scores, int classes) {
    if (scores.length != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must have a score for each of %d classes, but had %d",
              id,
              classes,
              scores.length));
    }
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "label of '%s' must be in [0, %d), but was %d", id, classes, label));
    }
    finite(id, scores);
  }

  /** A finite score for each label, and whether it is there. */
  static void labels(String id, boolean[] present, double[] scores, int labels) {
    if (present.length != labels || scores.length != labels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must have %d labels and scores, but had %d and %d",
              id,
              labels,
              present.length,
              scores.length));
    }
    finite(id, scores);
  }

  /** Finite scores, any number of them. */
  static void finite(String id, double[] scores) {
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scores of '%s' must be finite, but that of class %d was %s",
                id,
                i,
                scores[i]));
      }
    }
  }

  /** Scores that are each in [0, 1]; their sum is not looked at. */
  static void probabilities(String id, int label, double[] probabilities) {
    scores(id, label, probabilities, probabilities.length);
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] < 0 || probabilities[i] > 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scores of '%s' must be probabilities, but that of class %d was %s",
                id,
                i,
                probabilities[i]));
      }
    }
  }
}
