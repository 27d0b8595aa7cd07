package org.graft4j.eval.doctor;

import java.util.Locale;

/** Numbers in sentences. */
final class Say {
  private Say() {}

  /** Say {@code 1 picture} or {@code 3 pictures}. */
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : one.endsWith("s") ? "es" : "s");
  }

  /** Say {@code 3 of 40 pictures (7.5 %)}. */
  static String share(long number, long all, String one) {
    return String.format(
        Locale.ROOT, "%d of %s (%.1f %%)", number, count(all, one), percent(number, all));
  }

  static double percent(long number, long all) {
    return all == 0 ? 0 : 100.0 * number / all;
  }
}
