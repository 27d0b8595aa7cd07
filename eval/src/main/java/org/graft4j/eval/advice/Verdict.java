package org.graft4j.eval.advice;

/** What to do with a backbone on a set of pictures. */
public enum Verdict {
  /** Leave the backbone as it is and train a head on its features. */
  LINEAR_PROBE("linear probe"),
  /** Train the head first, then all of it. */
  FINE_TUNE("fine-tune"),
  /** Its features are of no use here: the same architecture from random weights, if at all. */
  FROM_SCRATCH("do not transfer, train from scratch");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
