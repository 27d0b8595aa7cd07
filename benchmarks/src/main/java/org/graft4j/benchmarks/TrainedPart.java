package org.graft4j.benchmarks;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.LayerGroups;

/** How much of a network a step trains. */
public enum TrainedPart {
  /** The head on top of a frozen trunk. */
  HEAD,
  /** The topmost layer group and the head; their batch norms keep their statistics. */
  LAST_STAGE,
  /** Everything, with batch norms by the batch. */
  ALL;

  /** The vertices that stay as they are. */
  Set<String> frozen(LayerGroups groups) {
    List<String> names = groups.names();
    return switch (this) {
      case HEAD -> groups.upTo(names.get(names.size() - 1));
      case LAST_STAGE -> groups.upTo(names.get(names.size() - 2));
      case ALL -> Set.of();
    };
  }

  /** A copy of the graph in the form that a fine-tuning stage gives it. */
  ComputationGraph formOf(ComputationGraph graph, LayerGroups groups) {
    Set<String> frozen = frozen(groups);
    ComputationGraph formed = GraphEdits.withFrozen(graph, frozen::contains);
    return this == ALL
        ? formed
        : GraphEdits.withFixedStatistics(formed, vertex -> !frozen.contains(vertex));
  }
}
