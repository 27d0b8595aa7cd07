package org.graft4j.examples.methods;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a way came to.
 *
 * @param value the score
 * @param beside other numbers of interest, say the size of the model, by their names
 * @param diverged whether training came to no number; the value is that of guessing then
 */
public record Measured(double value, Map<String, Double> beside, boolean diverged) {
  public Measured {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, but was " + value);
    }
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /** A score alone. */
  public static Measured of(double value) {
    return new Measured(value, Map.of(), false);
  }

  /** The same with another number beside it. */
  public Measured and(String name, double number) {
    Map<String, Double> more = new LinkedHashMap<>(beside);
    more.put(name, number);
    return new Measured(value, more, diverged);
  }
}
