package org.graft4j.examples.methods;

/** What a trial may say of its method, in its setting. */
public enum Verdict {
  /** The whole interval of the difference is above 0. */
  HELPS("helps"),
  /** The interval holds 0: there may be a difference, but so many seeds do not show it. */
  NOT_SHOWN("no difference shown"),
  /** Every seed gave the same number both ways. */
  SAME("the same for every seed"),
  /** Every seed gave the same difference, which is not 0: there is no interval to go by. */
  CONSTANT("the same difference for every seed, no interval"),
  /** The whole interval is below 0. */
  HARMS("harms"),
  /** Of a trial with a margin: the interval ends above what may be lost. */
  KEEPS("keeps within the margin"),
  /** Of a trial with a margin: the interval goes below what may be lost. */
  MAY_LOSE("may lose more than the margin");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
