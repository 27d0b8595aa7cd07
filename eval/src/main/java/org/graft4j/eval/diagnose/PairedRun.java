package org.graft4j.eval.diagnose;

import org.graft4j.eval.PredictionTable;

/**
 * The same network trained twice on the same items: from pretrained weights and from random ones.
 *
 * @param pretrained measured on the held-out items
 * @param scratch measured on the same ones
 */
public record PairedRun(TrainedOnce pretrained, TrainedOnce scratch) {

  /**
   * Checks that both were measured on the same.
   *
   * @throws IllegalArgumentException if the held-out items, their order or their classes differ, or
   *     they learned from numbers of pictures that differ
   */
  public PairedRun {
    PredictionTable one = pretrained.heldOut();
    PredictionTable other = scratch.heldOut();
    if (!one.labels().equals(other.labels()) || !one.ids().equals(other.ids())) {
      throw new IllegalArgumentException(
          "both networks must be measured on the same items in the same order, but one was on "
              + one.size()
              + " and the other on "
              + other.size()
              + " of them, or in another order");
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.label(i) != other.label(i)) {
        throw new IllegalArgumentException(
            "the class of an item must be one, but '" + one.ids().get(i) + "' has two");
      }
    }
    if (pretrained.budget().pictures() != scratch.budget().pictures()) {
      throw new IllegalArgumentException(
          "both networks must learn from the same items, but learned from "
              + pretrained.budget().pictures()
              + " and "
              + scratch.budget().pictures());
    }
  }

  /** Held-out items. */
  public int n() {
    return pretrained.heldOut().size();
  }

  /** Held-out items that the pretrained network alone got right. */
  public int onlyPretrained() {
    return only(pretrained.heldOut(), scratch.heldOut());
  }

  /** Held-out items that the one from scratch alone got right. */
  public int onlyScratch() {
    return only(scratch.heldOut(), pretrained.heldOut());
  }

  private static int only(PredictionTable one, PredictionTable other) {
    int only = 0;
    for (int i = 0; i < one.size(); i++) {
      only += one.correct(i) && !other.correct(i) ? 1 : 0;
    }
    return only;
  }

  /** The difference of the accuracies. */
  public double gain() {
    return (double) (onlyPretrained() - onlyScratch()) / n();
  }
}
