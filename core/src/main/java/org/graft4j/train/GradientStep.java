package org.graft4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.engine.GradientEngine;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of a graph's trainable parameters from one batch: on the engine where it serves, else
 * by DL4J's own pass. Confined to one thread.
 */
final class GradientStep implements AutoCloseable {

  /** Never decayed, as in timm: shrinking a bias or a scale only shifts the function. */
  private static final Set<String> WITHOUT_DECAY = Set.of("b", "gamma", "beta");

  /**
   * A parameter that a step may move.
   *
   * @param statistic a running mean or variance, whose "gradient" is the update itself
   */
  private record Target(INDArray values, double rateFactor, boolean decays, boolean statistic) {}

  private final ComputationGraph graph;
  private final OptimizerState state;
  private final Optional<GradientEngine> engine;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /**
   * A step for all layers that are not frozen.
   *
   * @throws IllegalArgumentException if the graph asks for what a step does not do
   */
  GradientStep(ComputationGraph graph, OptimizerState state, ToDoubleFunction<String> rateFactor) {
    this.graph = graph;
    this.state = state;
    UnappliedSettings.refuse(graph, vertex -> !frozen(graph.getVertex(vertex)));
    this.engine = GradientEngine.of(graph);
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof FrozenLayer) {
        continue;
      }
      String name = layer.conf().getLayer().getLayerName();
      double factor = rateFactor.applyAsDouble(name);
      layer
          .paramTable(false)
          .forEach(
              (key, values) ->
                  targets.put(
                      name + "_" + key,
                      new Target(
                          values,
                          factor,
                          !WITHOUT_DECAY.contains(key),
                          !layer.updaterDivideByMinibatch(key))));
    }
  }

  private static boolean frozen(GraphVertex vertex) {
    return vertex instanceof FrozenVertex || vertex.getLayer() instanceof FrozenLayer;
  }

  /** The parameters that steps move, live, by name. */
  Map<String, INDArray> parameters() {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    targets.forEach((name, target) -> parameters.put(name, target.values()));
    return parameters;
  }

  /** Computes loss and gradients; moves nothing. */
  double gradients(INDArray features, INDArray labels) {
    if (engine.isPresent()) {
      return engine.get().compute(features, labels);
    }
    graph.setInputs(features);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  /** Moves the parameters by the gradients just computed. */
  void apply(long examples, double rate, OptionalDouble momentum) {
    targets.forEach(
        (name, target) -> {
          INDArray slope = slope(name);
          if (slope == null) {
            throw new IllegalStateException("no gradient for '" + name + "'");
          }
          if (target.statistic()) {
            target.values().subi(slope);
          } else {
            // DL4J sums over the batch.
            slope.divi(examples);
            double own = rate * target.rateFactor();
            state.update(name, target.values(), slope, own, target.decays(), momentum);
          }
        });
    graph.clear();
  }

  /** The first parameter that is not finite, or so large that its square is not. */
  Optional<String> notANumber() {
    return targets.entrySet().stream()
        .filter(e -> !Double.isFinite(e.getValue().values().norm2Number().doubleValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private @Nullable INDArray slope(String parameter) {
    return engine.isPresent()
        ? engine.get().gradient(parameter)
        : graph.gradient().getGradientFor(parameter);
  }

  @Override
  public void close() {
    engine.ifPresent(GradientEngine::close);
  }
}
