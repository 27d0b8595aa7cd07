package org.graft4j.eval.advice;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.eval.transferability.SourceHeadScores;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a backbone's own head says of features, if it has one that gives probabilities. */
final class SourceHead {
  private static final double SUM_TOLERANCE = 1e-3;

  private SourceHead() {}

  /**
   * LEEP and NCE.
   *
   * @param features {@code [n, width]}, float; not changed
   * @return empty if the network ends with the features, has several outputs, or an output that is
   *     no probabilities of two source classes or more
   */
  static Optional<SourceHeadScores> scores(Backbone backbone, INDArray features, int[] labels) {
    ComputationGraph graph = backbone.graph();
    if (graph.getNumOutputArrays() != 1
        || graph.getConfiguration().getNetworkOutputs().contains(backbone.featureVertex())) {
      return Optional.empty();
    }
    ComputationGraph head;
    try {
      head = GraphEdits.above(graph, backbone.featureVertex());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the head sees more of the network than its features
    }
    double[][] probabilities;
    try {
      INDArray output = head.outputSingle(features);
      if (output.rank() != 2 || output.size(1) < 2) {
        return Optional.empty();
      }
      probabilities = output.toDoubleMatrix();
      // A layer that does nothing hands its input on.
      if (output.closeable() && output.data().address() != features.data().address()) {
        output.close();
      }
    } finally {
      head.close(); // a copy of the parameters: hundreds of megabytes in a VGG
    }
    for (double[] row : probabilities) {
      double sum = 0;
      for (double p : row) {
        sum += p >= 0 ? p : Double.NaN;
      }
      if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
        return Optional.empty();
      }
    }
    return Optional.of(SourceHeadScores.of(probabilities, labels));
  }
}
