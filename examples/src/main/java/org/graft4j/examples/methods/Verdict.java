package org.graft4j.examples.methods;

/** What a trial may say of its method, in its setting. */
public enum Verdict {
  /** The whole interval of the difference is above 0. */
  HELPS("helps"),
  /** The interval holds 0: there may be a difference, but so many seeds do not show it. */
  NOT_SHOWN("no difference shown"),
  /** Every seed gave the same number both ways. */
  SAME("the same for every seed"),
  /** The whole interval is below 0. */
  HARMS("harms");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
