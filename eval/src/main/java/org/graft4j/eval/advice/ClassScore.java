package org.graft4j.eval.advice;

/**
 * What a probe got right of one class.
 *
 * @param n pictures of the class, each held out once; positive
 * @param correct how many of them were told right
 */
public record ClassScore(int n, int correct) {

  public ClassScore {
    if (n < 1 || correct < 0 || correct > n) {
      throw new IllegalArgumentException(
          "correct must be in [0, n] and n positive, but they were " + correct + " and " + n);
    }
  }

  /** Share of the class's pictures that were told right. */
  public double recall() {
    return (double) correct / n;
  }
}
