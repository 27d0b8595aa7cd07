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
import org.graft4j.train.objective.Penalty;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update of a network's trainable parameters, and of those of its objective's terms, from one
 * batch or several: on the engine where it serves, else by DL4J's own pass. Confined to one thread.
 */
final class GradientStep implements AutoCloseable {

  /** Never decayed, as in timm: shrinking a bias or a scale only shifts the function. */
  private static final Set<String> WITHOUT_DECAY = Set.of("b", "gamma", "beta");

  /**
   * A parameter that a step may move.
   *
   * @param statistic a running mean or variance, whose "gradient" is the update itself
   * @param ofTerm not of the network
   */
  private record Target(
      INDArray values, double rateFactor, boolean decays, boolean statistic, boolean ofTerm) {}

  private final ComputationGraph graph;
  private final ObjectiveOfStage objective;
  private final OptimizerState state;
  private final GradientRules rules;
  private final Optional<GradientEngine> engine;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /** The sums over the batches of this step, where it has several; terms' always. */
  private final Map<String, INDArray> collected = new LinkedHashMap<>();

  private long examples;

  /**
   * A step for all layers that are not frozen.
   *
   * @throws IllegalArgumentException if the graph asks for what a step does not do
   */
  GradientStep(
      ComputationGraph graph,
      ObjectiveOfStage objective,
      OptimizerState state,
      TrainingSettings settings) {
    this.graph = graph;
    this.objective = objective;
    this.state = state;
    this.rules = settings.gradients();
    UnappliedSettings.refuse(graph, vertex -> !frozen(graph.getVertex(vertex)));
    this.engine = GradientEngine.of(graph);
    ToDoubleFunction<String> rateFactor = settings.rateFactor();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof FrozenLayer || layer.numParams() == 0) {
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
                          !layer.updaterDivideByMinibatch(key),
                          false)));
    }
    Map<String, Double> rateFactors = objective.terms().rateFactors();
    objective
        .terms()
        .parameters()
        .forEach(
            (name, values) -> {
              String key = name.substring(name.lastIndexOf('/') + 1);
              boolean decays = !WITHOUT_DECAY.contains(key);
              targets.put(name, new Target(values, rateFactors.get(name), decays, false, true));
            });
  }

  private static boolean frozen(GraphVertex vertex) {
    return vertex instanceof FrozenVertex || vertex.getLayer() instanceof FrozenLayer;
  }

  /** The parameters of the network that steps move, live, by name. */
  Map<String, INDArray> parameters() {
    return parameters(false);
  }

  /** Those of the objective's terms, live, by name. */
  Map<String, INDArray> termParameters() {
    return parameters(true);
  }

  /** Both. */
  Map<String, INDArray> allParameters() {
    Map<String, INDArray> all = parameters(false);
    all.putAll(parameters(true));
    return all;
  }

  private Map<String, INDArray> parameters(boolean ofTerms) {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    targets.forEach(
        (name, target) -> {
          if (target.ofTerm() == ofTerms) {
            parameters.put(name, target.values());
          }
        });
    return parameters;
  }

  /** Computes loss and gradients; moves nothing. */
  double gradients(INDArray features, INDArray labels) {
    if (engine.isPresent()) {
      return objective.loss(engine.get().compute(features, labels));
    }
    graph.setInputs(features);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return objective.loss(graph.score());
  }

  /** Takes in the gradients just computed; moves the running statistics, which are no gradients. */
  void collect(long batch) {
    examples += batch;
    boolean several = rules.accumulate() > 1;
    targets.forEach(
        (name, target) -> {
          if (target.ofTerm()) {
            return;
          }
          INDArray slope = live(name);
          if (target.statistic()) {
            target.values().subi(slope);
          } else if (several) {
            add(name, slope.dup());
          }
        });
    objective.terms().gradients(batch).forEach(this::add);
    if (several) {
      graph.clear();
    }
  }

  /** Takes the array over. */
  private void add(String name, INDArray slope) {
    INDArray sum = collected.putIfAbsent(name, slope);
    if (sum != null) {
      sum.addi(slope);
      slope.close();
    }
  }

  /** Moves the parameters by the mean gradient over all examples since the last time. */
  void apply(double rate, OptionalDouble momentum) {
    Map<String, INDArray> slopes = new LinkedHashMap<>();
    targets.forEach(
        (name, target) -> {
          if (!target.statistic()) {
            INDArray sum = collected.get(name);
            slopes.put(name, (sum == null ? live(name) : sum).divi(examples));
          }
        });
    penalise(slopes);
    rules.clip(slopes.values());
    slopes.forEach(
        (name, slope) -> {
          Target target = targets.get(name);
          double own = rate * target.rateFactor();
          state.update(name, target.values(), slope, own, target.decays(), momentum);
        });
    collected.values().forEach(INDArray::close);
    collected.clear();
    examples = 0;
    graph.clear();
  }

  private void penalise(Map<String, INDArray> slopes) {
    for (Penalty penalty : objective.penalties()) {
      double sum = 0;
      for (Map.Entry<String, INDArray> e : slopes.entrySet()) {
        Target target = targets.get(e.getKey());
        sum += target.ofTerm() ? 0 : penalty.addTo(e.getKey(), target.values(), e.getValue());
      }
      objective.penalty(penalty.name(), sum);
    }
  }

  /** The first parameter that is not finite, or so large that its square is not. */
  Optional<String> notANumber() {
    return targets.entrySet().stream()
        .filter(e -> !Double.isFinite(e.getValue().values().norm2Number().doubleValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private INDArray live(String parameter) {
    @Nullable INDArray slope =
        engine.isPresent()
            ? engine.get().gradient(parameter)
            : graph.gradient().getGradientFor(parameter);
    if (slope == null) {
      throw new IllegalStateException("no gradient for '" + parameter + "'");
    }
    return slope;
  }

  @Override
  public void close() {
    engine.ifPresent(GradientEngine::close);
    collected.values().forEach(INDArray::close);
  }
}
