package org.graft4j.model;

/**
 * When a model gives no answer: where the network's own probability of its best class, before any
 * temperature, is below a threshold. Immutable.
 *
 * <p>The network's own, since a promise needs a measure of being sure that was fixed before the
 * pictures were looked at that the threshold was chosen on; a temperature is fitted on the same
 * ones.
 *
 * @param threshold probability from which on it answers, in (0, 1]
 * @param maxError the error rate of answers that was asked for, in (0, 1)
 * @param confidence with which it is kept, in (0, 1)
 * @param coverage share of the pictures that it was fitted on that got an answer, in (0, 1]
 */
public record Abstention(double threshold, double maxError, double confidence, double coverage) {

  public Abstention {
    require("threshold", threshold, threshold > 0 && threshold <= 1, "(0, 1]");
    require("maxError", maxError, maxError > 0 && maxError < 1, "(0, 1)");
    require("confidence", confidence, confidence > 0 && confidence < 1, "(0, 1)");
    require("coverage", coverage, coverage > 0 && coverage <= 1, "(0, 1]");
  }

  private static void require(String name, double value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          name + " of an abstention must be in " + range + ", but was " + value);
    }
  }
}
