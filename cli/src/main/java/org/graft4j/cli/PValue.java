package org.graft4j.cli;

import java.util.Locale;

/** A p-value for a person: alike in all commands. */
final class PValue {
  private static final double LEAST = 0.001;

  private PValue() {}

  /** Say {@code p = 0.012}, or {@code p < 0.001}. */
  static String text(double p) {
    return p < LEAST ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }
}
