package org.graft4j.eval.resample;

/**
 * Which fold of which repeat. Immutable.
 *
 * @param repeat from 0
 * @param fold from 0
 * @param name what the fold is called, say {@code fold 1}, or the domain that it holds out
 */
public record FoldPlace(int repeat, int fold, String name) {

  public FoldPlace {
    if (repeat < 0 || fold < 0) {
      throw new IllegalArgumentException(
          "repeat and fold must not be negative, but were " + repeat + " and " + fold);
    }
  }
}
