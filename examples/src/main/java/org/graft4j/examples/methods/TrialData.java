package org.graft4j.examples.methods;

import java.io.IOException;
import java.util.List;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;

/** Pictures to learn from and to be measured on, others for each seed as far as there are any. */
public interface TrialData {

  /** What they are, in a text that is another one for other data. */
  String describe();

  /** Whether they are to be had on this bench. */
  default boolean isThere(Bench bench) {
    return true;
  }

  /** Draws or chooses the pictures of a seed. */
  Parts parts(Seed seed, Bench bench) throws IOException;

  /**
   * The pictures of a seed.
   *
   * @param split what the ways may use
   * @param heldOut what their models are measured on
   * @param alike other pictures of the kind that is held out, whose labels no way may look at;
   *     empty where there are none
   */
  record Parts(DatasetSplit split, List<ImageItem> heldOut, List<ImageItem> alike) {
    public Parts {
      heldOut = List.copyOf(heldOut);
      alike = List.copyOf(alike);
    }
  }
}
