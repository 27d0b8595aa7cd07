package org.graft4j.examples.methods;

import java.util.List;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.model.TrainedModel;

/**
 * What a way is given. Both ways of a trial get the same.
 *
 * @param split training pictures and, where the trial needs them, validation pictures; no test part
 * @param heldOut what the model is measured on
 * @param alike other pictures of the kind that is held out, whose labels are not to be looked at;
 *     empty where there are none
 * @param score the number that it is measured by
 * @param seed of the head, the order of the pictures and whatever else is drawn
 * @param bench backbones and sizes
 */
public record Task(
    DatasetSplit split,
    List<ImageItem> heldOut,
    List<ImageItem> alike,
    Score score,
    Seed seed,
    Bench bench) {
  public Task {
    heldOut = List.copyOf(heldOut);
    alike = List.copyOf(alike);
  }

  /** Measures a model on the held-out pictures. */
  public Measured score(TrainedModel model) {
    return Measured.of(score.of(model, heldOut));
  }
}
