package org.graft4j.augment;

import org.graft4j.data.Picture;

/**
 * The random parameters of one augmentation of one sample, already drawn. Immutable; applying it is
 * a pure function, so that all targets of a sample are changed alike.
 */
@FunctionalInterface
public interface Draw {

  /** The changed picture; the one handed in, which stays as it was, if nothing is to change. */
  Picture apply(Picture picture);
}
