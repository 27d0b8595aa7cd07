package org.graft4j.augment.search;

import java.io.IOException;
import java.util.List;

/**
 * What a fold's head learns from: plain features, features of views, of generated pictures, or
 * mixed ones. Must be deterministic.
 */
@FunctionalInterface
public interface TrainingRows {

  /**
   * The rows of one fold.
   *
   * @param items places of the items that this fold may learn from, ascending. Nothing that is made
   *     of another item may be among the rows: those are held out, and the gain would be a lie
   * @return at least one row of each class; closed by whoever asked
   * @throws IOException if a picture cannot be read
   */
  LabelledRows of(List<Integer> items) throws IOException;
}
