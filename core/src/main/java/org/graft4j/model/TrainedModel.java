package org.graft4j.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;

/**
 * A trained classifier and what it needs to be used: the thing that is evaluated, saved and served.
 *
 * @param graph one input {@code [batch, depth, height, width]}, one output of probabilities {@code
 *     [batch, classes]}; confined to one thread at a time
 * @param input how pictures are prepared for it
 * @param labels the classes in the order of the output
 * @param provenance where it comes from
 * @param decision how its probabilities become an answer; the graph knows nothing of it
 */
public record TrainedModel(
    ComputationGraph graph,
    InputSpec input,
    LabelMap labels,
    Provenance provenance,
    Decision decision) {

  /** A model whose probabilities are the network's own. */
  public TrainedModel(
      ComputationGraph graph, InputSpec input, LabelMap labels, Provenance provenance) {
    this(graph, input, labels, provenance, Decision.PLAIN);
  }

  /** The same model, deciding so; the graph is shared. */
  public TrainedModel withDecision(Decision value) {
    return new TrainedModel(graph, input, labels, provenance, value);
  }

  /**
   * The vertex whose weights make logits of the features: the output, or what an output without
   * weights reads.
   *
   * @throws IllegalArgumentException if there is none, or several vertices are read on the way
   */
  public String headVertex() {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    String vertex = conf.getNetworkOutputs().get(0);
    while (graph.getVertex(vertex).numParams() == 0) {
      List<String> read = conf.getVertexInputs().get(vertex);
      if (read.size() != 1 || conf.getNetworkInputs().contains(read.get(0))) {
        throw new IllegalArgumentException(
            "the model must end with one layer that has weights, but '"
                + vertex
                + "' reads "
                + read);
      }
      vertex = read.get(0);
    }
    return vertex;
  }

  /** The vertex that the {@linkplain #headVertex head} reads. */
  public String featureVertex() {
    return graph.getConfiguration().getVertexInputs().get(headVertex()).get(0);
  }
}
