package org.graft4j.zoo.architecture;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.graft4j.model.LayerGroups;

/**
 * A network up to its features.
 *
 * @param groups all its vertices
 * @param features the last of them
 * @param width numbers a picture
 */
record NetworkBody(LayerGroups groups, String features, int width) {

  /** The network without a head. */
  Network alone(ComputationGraphConfiguration configuration, InitialWeights initial) {
    return network(configuration, Optional.empty(), Optional.empty(), initial);
  }

  /** The network with this classifying layer and the vertex that gives its logits. */
  Network classified(
      ComputationGraphConfiguration configuration,
      String head,
      String logits,
      InitialWeights initial) {
    return network(configuration, Optional.of(head), Optional.of(logits), initial);
  }

  private Network network(
      ComputationGraphConfiguration configuration,
      Optional<String> head,
      Optional<String> logits,
      InitialWeights initial) {
    return new Network(configuration, groups, features, width, head, logits, initial);
  }
}
