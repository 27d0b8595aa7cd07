package org.graft4j.zoo.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the literals that a NumPy header is made of: a dictionary with texts, truth values and
 * tuples of sizes. No expressions, no escapes, no nesting beyond that.
 */
final class PythonLiteral {

  /** Something that does not stand in the header of a plain array. */
  static final class Unexpected extends IOException {
    Unexpected(String what) {
      super(what);
    }
  }

  private static final int MOST_DIGITS = 18;

  private final String text;
  private int at;

  PythonLiteral(String text) {
    this.text = text;
  }

  void open(char bracket) throws Unexpected {
    require(next() == bracket);
    at++;
  }

  void colon() throws Unexpected {
    open(':');
  }

  /** Whether the bracket closes here; else there is another item, behind a comma if need be. */
  boolean closed(char bracket) throws Unexpected {
    if (next() == ',') {
      at++;
    }
    boolean closes = next() == bracket;
    at += closes ? 1 : 0;
    return closes;
  }

  /** Nothing but blanks is left. */
  void end() throws Unexpected {
    require(next() == '\0');
  }

  String text() throws Unexpected {
    char quote = next();
    require(quote == '\'' || quote == '"');
    int end = text.indexOf(quote, at + 1);
    require(end > 0);
    String inner = text.substring(at + 1, end);
    require(inner.indexOf('\\') < 0);
    at = end + 1;
    return inner;
  }

  boolean truth() throws Unexpected {
    next();
    boolean isTrue = text.startsWith("True", at);
    require(isTrue || text.startsWith("False", at));
    at += isTrue ? 4 : 5;
    return isTrue;
  }

  /** A tuple of whole numbers that are not negative. */
  long[] sizes() throws Unexpected {
    long[] sizes = new long[TensorLayout.HIGHEST_RANK];
    int count = 0;
    open('(');
    while (!closed(')')) {
      require(count < sizes.length);
      sizes[count++] = number();
    }
    return Arrays.copyOf(sizes, count);
  }

  private long number() throws Unexpected {
    next();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    int digits = at - start;
    if (digits < 1 || digits > MOST_DIGITS) {
      at = start;
      require(false);
    }
    return Long.parseLong(text.substring(start, at));
  }

  private char next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void require(boolean holds) throws Unexpected {
    if (!holds) {
      int from = Math.min(at, text.length());
      throw new Unexpected(text.substring(from, Math.min(text.length(), from + 40)));
    }
  }
}
