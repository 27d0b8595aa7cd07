package org.graft4j.cli;

/** Numbers of things in a sentence. */
final class Count {
  private Count() {}

  /** Say {@code 1 file} or {@code 0 files}. */
  static String of(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
