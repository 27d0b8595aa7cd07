package org.graft4j.eval;

/** The classes that a macro average goes over. An undefined value counts as 0 in either. */
public enum MacroOver {
  /**
   * Every class of the label map: scikit-learn's {@code average='macro', zero_division=0} with
   * {@code labels} given.
   */
  ALL_CLASSES,
  /** The classes that are in the labels or were predicted: scikit-learn's default. */
  OCCURRING_CLASSES
}
