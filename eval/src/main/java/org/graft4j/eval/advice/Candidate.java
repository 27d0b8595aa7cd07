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

    /**
     * Takes it back, whether advice came of it or not; called once for each that was loaded. Does
     * nothing unless overridden, since the backbone may be the caller's own: a source that makes
     * one at each call closes its graph here, instead of leaving that to the garbage collector.
     */
    default void release(Backbone backbone) {}
  }

  public Candidate {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id of a candidate must not be blank");
    }
  }
}
