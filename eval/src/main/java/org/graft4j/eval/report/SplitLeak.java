package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Samples of the measured part that training saw as well: the number on that part is one of memory,
 * not of new data. Immutable.
 *
 * @param samples of the measured part that are in another part too, at least 1
 * @param of all samples of the measured part
 * @param part the other one, say {@code "train"}
 */
public record SplitLeak(long samples, long of, String part) {

  public SplitLeak {
    if (samples < 1 || samples > of) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "samples must be in [1, of], but were %d of %d", samples, of));
    }
    if (part.isBlank()) {
      throw new IllegalArgumentException("part must not be blank");
    }
  }

  /** Say {@code 12 of 200 measured samples are in train too.} */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%d of %d measured samples %s in %s too.",
        samples,
        of,
        samples == 1 ? "is" : "are",
        part);
  }

  void putInto(ObjectNode node) {
    node.put("samples", samples);
    node.put("of", of);
    node.put("part", part);
  }
}
