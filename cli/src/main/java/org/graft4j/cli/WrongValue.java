package org.graft4j.cli;

/** An option's value is none that there is: wrong usage, though it shows only when looked at. */
final class WrongValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  WrongValue(String message) {
    super(message);
  }
}
