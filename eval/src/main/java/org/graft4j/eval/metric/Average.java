package org.graft4j.eval.metric;

/**
 * How the values of classes become one number. A class whose value is undefined (0/0) counts as 0,
 * as with scikit-learn's {@code zero_division=0}, unless the average leaves it out.
 */
public enum Average {
  /** All counts together, then one value: every sample counts alike. */
  MICRO("over all samples"),
  /** The plain mean over every class of the label map; an undefined value counts as 0. */
  MACRO("over all classes, undefined as 0"),
  /**
   * The plain mean over the classes that occur in the labels or the predictions, scikit-learn's
   * default; an undefined value counts as 0.
   */
  MACRO_OCCURRING("over the classes that occur, undefined as 0"),
  /** The mean over the classes by their share of the samples; classes without samples drop out. */
  WEIGHTED("over the classes by their samples");

  private final String says;

  Average(String says) {
    this.says = says;
  }

  /** What it does with classes, to stand beside a number. */
  public String says() {
    return says;
  }
}
