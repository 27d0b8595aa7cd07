package org.graft4j.eval.doctor;

import java.util.Optional;

/** Looks closer at two pictures whose hashes are near. */
interface Likeness {

  /**
   * What the two are, from {@link Match#CHANGED_COPY} on; empty if they are two pictures.
   *
   * @param mirrored whether the hash of one is near to the mirrored hash of the other
   */
  Optional<Match> of(int first, int second, boolean mirrored);

  /** Pairs that are much alike though their hashes may be far; none by default. */
  default void alike(Pair pair) {}

  /** Takes places in the list. */
  interface Pair {
    /** Each pair comes once. */
    void add(int first, int second);
  }
}
