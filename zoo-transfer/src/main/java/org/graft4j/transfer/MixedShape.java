package org.graft4j.transfer;

import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.InputSpec;

/** What a stage's batches are made of, and whether it can be mixed. */
final class MixedShape {
  private MixedShape() {}

  /**
   * Checks that a stage's examples suit a mixing.
   *
   * @param network whole
   * @param frontier whose output the stage trains on; empty for pictures
   * @throws IllegalArgumentException naming the stage and what it trains on
   */
  static void require(
      BatchMixing mixing,
      Stage stage,
      ComputationGraph network,
      Optional<String> frontier,
      InputSpec input) {
    InputType pictures = InputType.convolutional(input.height(), input.width(), input.depth());
    long[] shape =
        frontier
            .map(
                vertex ->
                    network
                        .getConfiguration()
                        .clone()
                        .getLayerActivationTypes(pictures)
                        .get(vertex)
                        .getShape(false))
            .orElseGet(() -> pictures.getShape(false));
    try {
      mixing.requireShape(shape);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mixing does not suit stage '"
              + stage.name()
              + "', which trains on "
              + frontier.map(vertex -> "features of '" + vertex + "'").orElse("pictures")
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
