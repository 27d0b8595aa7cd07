package org.graft4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with commas between values, as RFC 4180 has it: a value in double quotes may hold commas,
 * newlines and, doubled, quotes. Confined to one thread.
 */
final class CommaSeparated {
  /** A thousand columns and the id. */
  static final int MOST_VALUES = 1001;

  private final String text;
  private int at;
  private int line = 1;

  CommaSeparated(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The line on which the next record begins, from 1. */
  int line() {
    return line;
  }

  /**
   * The next record; empty at the end. Blank lines are passed over.
   *
   * @throws IllegalArgumentException if a quote stands where none may, or a record has more than
   *     {@value #MOST_VALUES} values
   */
  List<String> next() {
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      line += text.charAt(at++) == '\n' ? 1 : 0;
    }
    List<String> values = new ArrayList<>();
    if (at == text.length()) {
      return values;
    }
    values.add(value());
    while (at < text.length() && text.charAt(at) == ',') {
      if (values.size() == MOST_VALUES) {
        throw new IllegalArgumentException(
            "a line must have at most " + MOST_VALUES + " values, but has more");
      }
      at++;
      values.add(value());
    }
    return values;
  }

  private String value() {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
  }

  private String plain() {
    int from = at;
    while (at < text.length() && ",\n\r".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at++) == '"') {
        throw new IllegalArgumentException(
            "a value with quotes must be in quotes itself, and its quotes doubled");
      }
    }
    return text.substring(from, at).strip();
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        line += c == '\n' ? 1 : 0;
        value.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        value.append(text.charAt(at++));
      } else if (at == text.length() || ",\n\r".indexOf(text.charAt(at)) >= 0) {
        return value.toString();
      } else {
        throw new IllegalArgumentException("a comma or the line's end must follow a closing quote");
      }
    }
    throw new IllegalArgumentException("a quote was opened and never closed");
  }
}
