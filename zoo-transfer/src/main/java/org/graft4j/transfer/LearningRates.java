package org.graft4j.transfer;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;

/**
 * Discriminative learning rates: the head learns fastest, and what lies deeper less than what lies
 * above it, by layer groups (Howard, Ruder 2018) or by single layers (Clark et al. 2020, ELECTRA;
 * Bao et al. 2022, BEiT).
 *
 * @param head rate of the head, positive
 * @param backbone rate of the topmost layer group, or layers, positive
 * @param decay factor from one down to the next, in (0, 1]
 * @param down what the decay counts
 */
public record LearningRates(double head, double backbone, double decay, Down down) {

  /** What a decay of learning rates counts. */
  public enum Down {
    /** Layer groups of the backbone, all layers of a group at one rate. */
    GROUPS,
    /**
     * Layers with weights on the longest way up to the features: a norm after a convolution has the
     * convolution's rate.
     */
    LAYERS
  }

  public LearningRates {
    requirePositive("head", head);
    requirePositive("backbone", backbone);
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in (0, 1], but was " + decay);
    }
  }

  /** A decay by layer groups. */
  public LearningRates(double head, double backbone, double decay) {
    this(head, backbone, decay, Down.GROUPS);
  }

  /** The same rate everywhere. */
  public static LearningRates uniform(double rate) {
    return new LearningRates(rate, rate, 1);
  }

  /** One rate for the head and one for the whole backbone. */
  public static LearningRates of(double head, double backbone) {
    return new LearningRates(head, backbone, 1);
  }

  /**
   * Layer-wise decay: the layers below the head have {@code head * decay}, those below them {@code
   * head * decay^2}, and so on. A network of fifty layers takes a decay near 1, say 0.95.
   */
  public static LearningRates layerWise(double head, double decay) {
    return new LearningRates(head, head * decay, decay, Down.LAYERS);
  }

  /** All rates times a factor. */
  public LearningRates times(double factor) {
    return new LearningRates(head * factor, backbone * factor, decay, down);
  }

  /**
   * The rates of a network that is the backbone with a head, by layer.
   *
   * @return throws IllegalStateException for a layer that is neither the head nor in a layer group
   *     of the backbone
   */
  ToDoubleFunction<String> over(Backbone backbone) {
    LayerGroups groups = backbone.groups();
    int top = groups.names().size() - 1;
    Map<String, Integer> depths = down == Down.LAYERS ? LayerDepths.of(backbone) : Map.of();
    return layer -> {
      if (layer.equals(Graft.HEAD)) {
        return head;
      }
      String group = groups.groupOf(layer).orElseThrow(() -> withoutRate(layer, groups));
      int steps = down == Down.LAYERS ? depths.get(layer) : top - groups.index(group);
      return this.backbone * Math.pow(decay, steps);
    };
  }

  private static IllegalStateException withoutRate(String layer, LayerGroups groups) {
    return new IllegalStateException(
        String.format(
            Locale.ROOT,
            "layer '%s' is in none of the layer groups %s and has no learning rate",
            layer,
            groups));
  }

  @Override
  public String toString() {
    return head == backbone && decay == 1
        ? "rate " + head
        : "rate "
            + head
            + ", backbone "
            + backbone
            + " times "
            + decay
            + (down == Down.LAYERS ? " for each layer down" : " for each group down");
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
