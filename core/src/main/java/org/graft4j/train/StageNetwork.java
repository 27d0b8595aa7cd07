package org.graft4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.engine.TrainingGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A stage's network in its two forms: the one that was given, which is scored and left behind, and
 * the one that steps move, which an objective may want to look into. They are one where nothing
 * stands between them. Confined to one thread.
 */
final class StageNetwork {
  private final ComputationGraph given;
  private final ComputationGraph trained;

  /** Whether they are two. */
  private final boolean apart;

  private StageNetwork(ComputationGraph given, ComputationGraph trained, boolean apart) {
    this.given = given;
    this.trained = trained;
    this.apart = apart;
  }

  static StageNetwork of(
      ComputationGraph graph, ObjectiveOfStage objective, WeightAveraging averaging) {
    if (objective.asItIs() && averaging instanceof WeightAveraging.None) {
      return new StageNetwork(graph, graph, false);
    }
    Optional<ILossFunction> loss = objective.installed().map(l -> l);
    return new StageNetwork(graph, TrainingGraph.of(graph, objective.terms().probes(), loss), true);
  }

  /** Whether what is scored may differ from what steps move. */
  boolean apart() {
    return apart;
  }

  /** The form that is scored and left behind. */
  ComputationGraph given() {
    return given;
  }

  /** The form that steps move. */
  ComputationGraph trained() {
    return trained;
  }

  /**
   * Puts into the given form what the steps came to.
   *
   * @param moved the parameters that steps move
   * @param averages by name, in their place
   */
  void give(Map<String, INDArray> moved, Map<String, INDArray> averages) {
    if (apart) {
      moved.forEach(
          (name, values) -> given.getParam(name).assign(averages.getOrDefault(name, values)));
    }
  }

  /** Those parameters in the given form, live. */
  Map<String, INDArray> given(Map<String, INDArray> moved) {
    if (!apart) {
      return moved;
    }
    Map<String, INDArray> values = new LinkedHashMap<>();
    moved.keySet().forEach(name -> values.put(name, given.getParam(name)));
    return values;
  }
}
