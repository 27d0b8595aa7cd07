package org.graft4j.zoo;

import java.util.List;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;

/** Backbones with random weights: to train from scratch, as a baseline or to pretrain. */
public final class UntrainedBackbone {
  private UntrainedBackbone() {}

  /**
   * Random weights, the same for the same seed.
   *
   * @param architecture id, say {@code slimresnet}
   * @param classes classes of the head on top; 0 for none
   * @throws IllegalArgumentException if there is no such architecture; the message has the nearest
   */
  public static Backbone of(String architecture, int classes, Seed seed) {
    Architecture wanted = WeightsLoader.architecture(architecture);
    InputSpec input = wanted.input();
    Network network = wanted.network(NetworkForm.whole(input, classes));
    return of(wanted, network, input, seed);
  }

  /**
   * The same network as a pretrained backbone, cut at the same group and without a head, but with
   * random weights: what transfer is measured against.
   *
   * @throws IllegalArgumentException if the backbone is of no known architecture
   */
  public static Backbone like(Backbone pretrained, Seed seed) {
    Architecture wanted = WeightsLoader.architecture(pretrained.architecture());
    List<String> kept = pretrained.groups().names();
    String top = kept.get(kept.size() - 1);
    InputSpec input = pretrained.input();
    NetworkForm form =
        kept.size() == wanted.groups().size()
            ? NetworkForm.whole(input, 0)
            : NetworkForm.cutAt(input, top);
    return of(wanted, wanted.network(form), input, seed);
  }

  private static Backbone of(
      Architecture architecture, Network network, InputSpec input, Seed seed) {
    return new Backbone(
        architecture.id(),
        NetworkWeights.random(network, seed),
        input,
        network.groups(),
        network.featureVertex(),
        network.featureWidth(),
        Optional.empty());
  }
}
