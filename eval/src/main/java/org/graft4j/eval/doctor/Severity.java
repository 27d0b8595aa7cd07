package org.graft4j.eval.doctor;

import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
  /** A number measured on these data would be wrong, or pictures are lost. */
  ERROR,
  /** Something is likely to spoil training or a comparison. */
  WARNING,
  /** Worth knowing; nothing need be done. */
  NOTE;

  /** In JSON and on the screen, say {@code warning}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
