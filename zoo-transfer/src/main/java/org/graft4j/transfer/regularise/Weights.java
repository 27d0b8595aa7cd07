package org.graft4j.transfer.regularise;

import java.util.Set;

/** Which parameters are weights: those that a penalty shrinks or holds. */
final class Weights {

  /**
   * Biases, scales and shifts of norms, and running statistics: shrinking them shifts or scales the
   * function and simplifies nothing.
   */
  private static final Set<String> OTHERS =
      Set.of("b", "gamma", "beta", "mean", "var", "log10stdev");

  private Weights() {}

  /**
   * Whether a parameter is one.
   *
   * @param parameter full name, say {@code conv1_W}; what follows the last underscore tells
   */
  static boolean contain(String parameter) {
    return !OTHERS.contains(parameter.substring(parameter.lastIndexOf('_') + 1));
  }
}
