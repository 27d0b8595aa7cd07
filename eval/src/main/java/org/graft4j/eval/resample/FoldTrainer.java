package org.graft4j.eval.resample;

import java.io.IOException;
import org.graft4j.data.DatasetSplit;

/** Learns everything that a pipeline learns, from the training part of one fold. */
@FunctionalInterface
public interface FoldTrainer {

  /**
   * Trains from the beginning. Whatever is estimated from data (means for a normalisation, the
   * epoch to stop at, a temperature) is to come from this split: nothing may be kept from another
   * fold but what does not depend on which items were learned from, such as features of a frozen
   * network.
   *
   * @param split items to learn from, and those divided off from them to choose epochs by, which
   *     are none if the design divides none off; the test part is empty: the held-out fold is not
   *     in it
   * @param place tells random streams of several repeats apart
   */
  FoldModel train(DatasetSplit split, FoldPlace place) throws IOException;
}
