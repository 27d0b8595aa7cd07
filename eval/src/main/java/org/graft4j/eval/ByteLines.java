package org.graft4j.eval;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, without copying one. Confined to one thread. */
final class ByteLines {
  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int length;
  private int next;
  private int end;
  private boolean ended;

  /**
   * @param longest bytes that a line may have
   */
  ByteLines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * Goes to the next line.
   *
   * @return whether there is one; after the last newline there is none
   * @throws IllegalArgumentException if it is longer than a line may be
   */
  boolean advance() throws IOException {
    start = next;
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          length = i - start;
          next = i + 1;
          return true;
        }
      }
      searched = end - start;
      if (ended) {
        length = end - start;
        next = end;
        return length > 0;
      }
      fill();
    }
  }

  /** Moves the begun line to the front and reads on behind it. */
  private void fill() throws IOException {
    int begun = end - start;
    if (begun > longest) {
      throw new IllegalArgumentException(
          "a line must have at most " + longest + " bytes, but has more");
    }
    if (begun == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * begun);
    } else {
      System.arraycopy(buffer, start, buffer, 0, begun);
    }
    start = 0;
    end = begun;
    int read = in.read(buffer, end, buffer.length - end);
    ended = read < 0;
    end += Math.max(0, read);
  }

  /** The bytes among which the line is; until {@link #advance}. */
  byte[] bytes() {
    return buffer;
  }

  /** Where the line begins. */
  int start() {
    return start;
  }

  /** Its bytes, without the newline. */
  int length() {
    return length;
  }

  /** Whether there is nothing but white space on it. */
  boolean blank() {
    for (int i = start; i < start + length; i++) {
      if (buffer[i] < 0 || buffer[i] > ' ') {
        return false;
      }
    }
    return true;
  }
}
