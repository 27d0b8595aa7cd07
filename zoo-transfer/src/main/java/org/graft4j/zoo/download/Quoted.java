package org.graft4j.zoo.download;

/** Text from a server, made fit for a message. */
final class Quoted {
  private static final int LONGEST = 100;

  private Quoted() {}

  /** One line of printable ASCII, cut when long. */
  static String of(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "...";
  }
}
