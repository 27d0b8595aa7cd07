package org.graft4j.transfer;

import java.util.Arrays;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.model.Backbone;
import org.graft4j.model.BatchNormStatistics;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.FrozenLayers;

/** The batch norms of a network as a {@link BatchNormPolicy} wants them. */
final class BatchNormForm {
  private BatchNormForm() {}

  /**
   * Checks that there is something for a policy to do.
   *
   * @throws IllegalArgumentException if it is about batch norms, and the backbone has none
   */
  static void require(Backbone backbone, BatchNormPolicy policy) {
    boolean asksForNorms =
        policy instanceof BatchNormPolicy.Recalibrate
            || policy instanceof BatchNormPolicy.Stochastic;
    if (asksForNorms && !hasNorms(backbone)) {
      throw new IllegalArgumentException(
          "batchNorm must be frozen or train for a backbone without batch norms, but was "
              + policy.describe()
              + ": '"
              + backbone.architecture()
              + "' has none, or they were folded into its convolutions");
    }
  }

  static boolean hasNorms(Backbone backbone) {
    return Arrays.stream(backbone.graph().getLayers())
        .anyMatch(
            layer -> FrozenLayers.unwrap(layer.conf().getLayer()) instanceof BatchNormalization);
  }

  /**
   * A network in the form that it trains in.
   *
   * @param trained by vertex name: whether a stage trains it
   */
  static ComputationGraph of(
      ComputationGraph network, BatchNormPolicy policy, Predicate<String> trained) {
    if (policy instanceof BatchNormPolicy.Train) {
      return GraphEdits.withPlainBatchNorm(network);
    }
    if (policy instanceof BatchNormPolicy.Stochastic stochastic) {
      return GraphEdits.withStochasticBatchNorm(network, stochastic.probability(), trained);
    }
    return GraphEdits.withFixedStatistics(network, trained);
  }

  /**
   * What a policy does to a network in place before a stage trains it.
   *
   * @param pictures what the stage trains on, unmixed
   */
  static void prepare(ComputationGraph network, BatchNormPolicy policy, BatchSource pictures) {
    if (policy instanceof BatchNormPolicy.Recalibrate) {
      BatchNormStatistics.estimate(network, pictures);
    }
  }
}
