package org.graft4j.engine;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A copy of a network to be trained in its place: the same parameters by name, with what a run
 * wants to see and to minimise put in. It is not to be saved.
 */
public final class TrainingGraph {

  /** Ends the names of the vertices that are put in. */
  private static final String WATCH = "-watch";

  private TrainingGraph() {}

  /**
   * Makes the copy.
   *
   * @param probes by the vertex or network input whose output they look at
   * @param loss in place of the output layer's; empty leaves it
   * @throws IllegalArgumentException if there is no such vertex, or it is the output
   */
  public static ComputationGraph of(
      ComputationGraph graph, Map<String, Probe> probes, Optional<ILossFunction> loss) {
    // An edit that changes nothing is a copy.
    ComputationGraph made =
        loss.isPresent() ? GraphEdits.withLoss(graph, loss.get()) : GraphEdits.copy(graph);
    for (Map.Entry<String, Probe> probe : probes.entrySet()) {
      String vertex = probe.getKey();
      made = GraphEdits.withVertexBehind(made, vertex, vertex + WATCH, new Watch(probe.getValue()));
    }
    return made;
  }
}
