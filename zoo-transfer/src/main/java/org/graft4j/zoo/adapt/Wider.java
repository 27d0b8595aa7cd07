package org.graft4j.zoo.adapt;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;

/**
 * A network with more channels that computes the same: Net2WiderNet (Chen, Goodfellow and Shlens
 * 2015, arXiv:1511.05641).
 *
 * <p>New units are copies of old ones, drawn at random; the weights that lead on from a unit are
 * divided by the number of its copies. Channels that are added up, in residual networks, are
 * widened alike. Copies that are exactly equal get equal gradients and stay equal in training, so a
 * little noise on them is of use there; with a noise of 0 the function is kept but for rounding.
 *
 * <p>For networks of plain convolutions, dense layers, batch norms, activations, poolings and sums;
 * others, with concatenation, grouped convolutions or layer norm say, are refused. Channels that an
 * activation looks at together, softmax, keep their number. The given backbone is not changed; the
 * new one is of architecture {@code custom}, without a card, with the same groups and a source head
 * for the same classes.
 */
public final class Wider {
  private Wider() {}

  /**
   * All layers of the trunk as many times as wide, rounded up.
   *
   * @param factor at least 1
   * @param noise standard deviation of what is added to the weights of copies, as a part of the
   *     layer's own; not negative, 0.01 to train on
   * @param seed decides what is copied, and the noise
   * @throws IllegalArgumentException if the network has layers of another kind; the message names
   *     the first one
   */
  public static Backbone by(Backbone backbone, double factor, double noise, Seed seed) {
    if (!(factor >= 1 && factor <= 1024)) {
      throw new IllegalArgumentException("factor must be in 1..1024, but was " + factor);
    }
    ChannelSpaces spaces = ChannelSpaces.of(backbone.graph(), backbone.featureVertex());
    Map<String, Integer> widths = new HashMap<>();
    for (String space : spaces.free()) {
      widths.put(space, Math.toIntExact((long) Math.ceil(factor * spaces.width(space))));
    }
    return widened(backbone, spaces, widths, noise, seed);
  }

  /**
   * Some layers as wide as stated, with all whose outputs are added to theirs.
   *
   * @param widths outputs by vertex name of a convolution or dense layer, at least as many as now
   * @throws IllegalArgumentException also if there is no such layer, it must keep its width since
   *     it gives the network's output or ends with softmax, or two widths contradict each other
   */
  public static Backbone to(
      Backbone backbone, Map<String, Integer> widths, double noise, Seed seed) {
    ChannelSpaces spaces = ChannelSpaces.of(backbone.graph(), backbone.featureVertex());
    Set<String> free = spaces.free();
    Map<String, Integer> bySpace = new HashMap<>();
    widths.forEach(
        (vertex, width) -> {
          String space = spaces.of(vertex);
          if (!free.contains(space)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "layer '%s' cannot be widened: it is not in the network, gives its output, or ends with an activation over all channels",
                    vertex));
          }
          Integer other = bySpace.put(space, width);
          if (width < spaces.width(space) || (other != null && !other.equals(width))) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "width of '%s' must be at least %d, and that of all layers it is added to, but was %d",
                    vertex,
                    spaces.width(space),
                    width));
          }
        });
    return widened(backbone, spaces, bySpace, noise, seed);
  }

  private static Backbone widened(
      Backbone backbone,
      ChannelSpaces spaces,
      Map<String, Integer> widths,
      double noise,
      Seed seed) {
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("noise must be in 0..1, but was " + noise);
    }
    ComputationGraphConfiguration conf = Rebuild.editable(backbone.graph());
    WiderWeights weights = new WiderWeights(backbone.graph(), spaces, widths, noise, seed);
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (Rebuild.layer(vertex) instanceof FeedForwardLayer) {
                weights.widen(conf, name);
              }
            });
    long before = Math.max(1, spaces.width(spaces.of(backbone.featureVertex())));
    long now = weights.width(backbone.featureVertex());
    return new Backbone(
        "custom",
        Rebuild.of(backbone.graph(), conf, weights.changed()),
        backbone.input(),
        backbone.groups(),
        backbone.featureVertex(),
        Math.toIntExact(backbone.featureWidth() / before * now),
        Optional.empty());
  }
}
