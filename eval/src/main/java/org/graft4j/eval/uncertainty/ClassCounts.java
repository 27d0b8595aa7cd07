package org.graft4j.eval.uncertainty;

/**
 * What single predictions add up to, three counts a class: all that the means over classes need.
 * Confined to one thread.
 */
final class ClassCounts {
  private final long[] support;
  private final long[] predictions;
  private final long[] hits;

  ClassCounts(int classes) {
    this.support = new long[classes];
    this.predictions = new long[classes];
    this.hits = new long[classes];
  }

  ClassCounts(ClassCounts other) {
    this.support = other.support.clone();
    this.predictions = other.predictions.clone();
    this.hits = other.hits.clone();
  }

  /** Adds a prediction that counts so many times. */
  void add(int label, int guess, int times) {
    support[label] += times;
    predictions[guess] += times;
    hits[label] += label == guess ? times : 0;
  }

  int classes() {
    return hits.length;
  }

  /** Samples of a class. */
  long support(int label) {
    return support[label];
  }

  /** Samples that were taken for a class. */
  long predictions(int label) {
    return predictions[label];
  }

  /** Samples of a class that were taken for it. */
  long hits(int label) {
    return hits[label];
  }

  /** Whether each of these classes has samples. */
  boolean hasAll(boolean[] occurring) {
    for (int c = 0; c < support.length; c++) {
      if (occurring[c] && support[c] == 0) {
        return false;
      }
    }
    return true;
  }

  /** Mean recall over the classes with samples; NaN if none has. */
  double balancedAccuracy() {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < support.length; c++) {
      sum += support[c] == 0 ? 0 : (double) hits[c] / support[c];
      present += support[c] == 0 ? 0 : 1;
    }
    return sum / present;
  }

  /** F1 of a class; 0 where it is undefined. */
  double f1(int label) {
    return hits[label] == 0 ? 0 : 2.0 * hits[label] / (support[label] + predictions[label]);
  }

  /** Mean F1 over all classes, whether they occur or not, as a report has it. */
  double macroF1() {
    double sum = 0;
    for (int c = 0; c < hits.length; c++) {
      sum += f1(c);
    }
    return sum / hits.length;
  }
}
