package org.graft4j.eval.advice;

import java.io.IOException;
import org.graft4j.model.Backbone;

/**
 * A backbone that may be taken.
 *
 * @param id what it is called in the advice; differs from the others'
 * @param source gives it
 */
public record Candidate(String id, Source source) {

  /** Where a backbone comes from; called once an advice, so that one is in memory at a time. */
  @FunctionalInterface
  public interface Source {
    /**
     * Loads it.
     *
     * @throws IOException if it cannot be had; then the advice is given without it
     */
    Backbone load() throws IOException;
  }

  public Candidate {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id of a candidate must not be blank");
    }
  }
}
