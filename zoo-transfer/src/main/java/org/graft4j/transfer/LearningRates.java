package org.graft4j.transfer;

import java.util.Locale;
import org.graft4j.model.LayerGroups;

/**
 * Discriminative learning rates (Howard, Ruder 2018): the head learns fastest, and each layer group
 * less than the one above it.
 *
 * @param head rate of the head, positive
 * @param backbone rate of the topmost layer group, positive
 * @param decay factor from a group to the one below it, in (0, 1]
 */
public record LearningRates(double head, double backbone, double decay) {

  public LearningRates {
    requirePositive("head", head);
    requirePositive("backbone", backbone);
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in (0, 1], but was " + decay);
    }
  }

  /** The same rate everywhere. */
  public static LearningRates uniform(double rate) {
    return new LearningRates(rate, rate, 1);
  }

  /** One rate for the head and one for the whole backbone. */
  public static LearningRates of(double head, double backbone) {
    return new LearningRates(head, backbone, 1);
  }

  /** All rates times a factor. */
  public LearningRates times(double factor) {
    return new LearningRates(head * factor, backbone * factor, decay);
  }

  /**
   * The rate of a layer: the head's own, or its group's.
   *
   * @throws IllegalStateException if another layer than the head is in no group
   */
  double of(String layer, LayerGroups groups) {
    if (layer.equals(Graft.HEAD)) {
      return head;
    }
    int top = groups.names().size() - 1;
    return groups
        .groupOf(layer)
        .map(group -> backbone * Math.pow(decay, top - groups.index(group)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    String.format(
                        Locale.ROOT,
                        "layer '%s' is in none of the layer groups %s and has no learning rate",
                        layer,
                        groups)));
  }

  @Override
  public String toString() {
    return head == backbone && decay == 1
        ? "rate " + head
        : "rate " + head + ", backbone " + backbone + " times " + decay + " for each group down";
  }

  private static void requirePositive(String name, double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be positive, but was %s; to keep layers as they are, freeze them",
              name,
              rate));
    }
  }
}
