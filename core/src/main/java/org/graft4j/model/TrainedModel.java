package org.graft4j.model;

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
}
