package org.graft4j.data;

import java.util.Comparator;

/**
 * The order of strings by their code points, which no locale and no platform changes. {@code
 * String.compareTo} differs from it beyond the basic plane.
 */
enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int i = 0;
    while (i < shorter && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == shorter) {
      return Integer.compare(a.length(), b.length());
    }
    // The second half of a pair alone says nothing: look at the whole code point.
    int start = i > 0 && Character.isHighSurrogate(a.charAt(i - 1)) ? i - 1 : i;
    return Integer.compare(a.codePointAt(start), b.codePointAt(start));
  }
}
