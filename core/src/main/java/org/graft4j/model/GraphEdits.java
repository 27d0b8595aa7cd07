package org.graft4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Edits of a graph that give a new graph and leave the given one untouched.
 *
 * <p>Each edit rewrites a copy of the configuration and copies the parameters by name. Data type,
 * workspace modes, iteration and epoch counts are kept; ND4J's generator is left as it was. The
 * updater's state and the listeners do not come along. DL4J's own {@code TransferLearning} cannot
 * unfreeze, turns a DOUBLE graph into FLOAT and copies by position when layers are only removed.
 */
public final class GraphEdits {
  private GraphEdits() {}

  /**
   * The frontier and everything it depends on, without the network's inputs: the smallest set that
   * may be frozen together, since nothing below a frozen vertex gets a gradient.
   *
   * @throws IllegalArgumentException if the graph has no vertex of one of these names
   */
  public static Set<String> ancestors(ComputationGraphConfiguration conf, String... frontier) {
    for (String vertex : frontier) {
      requireVertex(conf, vertex);
    }
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> todo = new ArrayDeque<>(List.of(frontier));
    while (!todo.isEmpty()) {
      String vertex = todo.remove();
      if (conf.getVertices().containsKey(vertex) && seen.add(vertex)) {
        todo.addAll(conf.getVertexInputs().get(vertex));
      }
    }
    return seen;
  }

  /**
   * Frozen exactly where asked: freezes, unfreezes and unwraps what was frozen twice.
   *
   * @param frozen by vertex name; must hold for all {@linkplain #ancestors ancestors} of a frozen
   *     vertex that have parameters
   * @throws IllegalArgumentException if a vertex with parameters below a frozen one is not frozen
   */
  public static ComputationGraph withFrozen(ComputationGraph graph, Predicate<String> frozen) {
    requireClosed(graph, frozen);
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    conf.getVertices()
        .replaceAll(
            (name, vertex) -> {
              boolean freeze = frozen.test(name);
              if (vertex instanceof LayerVertex layerVertex) {
                GraphRebuild.replaceLayer(
                    name,
                    layerVertex,
                    layer ->
                        freeze
                            ? new FrozenLayer(FrozenLayers.unwrap(layer))
                            : FrozenLayers.unwrap(layer));
                return layerVertex;
              }
              return freeze
                  ? new FrozenVertex(FrozenLayers.unwrap(vertex))
                  : FrozenLayers.unwrap(vertex);
            });
    return GraphRebuild.withParametersOf(graph, conf);
  }

  /**
   * The part of the graph up to a vertex, which becomes its only output: to run, save or copy for
   * another thread.
   *
   * @throws IllegalArgumentException if the graph has no such vertex
   */
  public static ComputationGraph truncatedAt(ComputationGraph graph, String vertex) {
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    Set<String> kept = ancestors(conf, vertex);
    conf.getVertices().keySet().retainAll(kept);
    conf.getVertexInputs().keySet().retainAll(kept);
    conf.setNetworkOutputs(new ArrayList<>(List.of(vertex)));
    return GraphRebuild.withParametersOf(graph, conf);
  }

  /**
   * The one vertex through which everything above a set of vertices sees it: the frontier of a
   * frozen part that can be run once and kept.
   *
   * @param below with all {@linkplain #ancestors ancestors} of its vertices, which are added
   * @return empty if there is none: edges leave from several vertices, the network's input is used
   *     above too, an output of the network is below, or nothing is above or below
   */
  public static Optional<String> frontier(ComputationGraph graph, Set<String> below) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Set<String> closed = ancestors(conf, below.toArray(new String[0]));
    Set<String> sources = new LinkedHashSet<>();
    conf.getVertexInputs()
        .forEach(
            (vertex, inputs) -> {
              if (!closed.contains(vertex)) {
                inputs.stream().filter(in -> !isAbove(conf, closed, in)).forEach(sources::add);
              }
            });
    boolean outputBelow = conf.getNetworkOutputs().stream().anyMatch(closed::contains);
    return sources.size() == 1 && !outputBelow
        ? sources.stream().filter(closed::contains).findFirst()
        : Optional.empty();
  }

  private static boolean isAbove(
      ComputationGraphConfiguration conf, Set<String> closed, String vertex) {
    return conf.getVertices().containsKey(vertex) && !closed.contains(vertex);
  }

  /**
   * The part of the graph above a vertex, whose output becomes the input, under the vertex's name.
   * {@link #truncatedAt} gives the rest; one after the other they compute what the graph computes.
   *
   * @throws IllegalArgumentException if the graph has no such vertex, if the part above also uses
   *     something else below it, or if there is nothing above
   */
  public static ComputationGraph above(ComputationGraph graph, String frontier) {
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    Set<String> below = ancestors(conf, frontier);
    if (!frontier(graph, below).equals(Optional.of(frontier))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "frontier must be the only vertex through which what is above it sees what is below, but was '%s'",
              frontier));
    }
    conf.getVertices().keySet().removeAll(below);
    conf.getVertexInputs().keySet().removeAll(below);
    conf.setNetworkInputs(new ArrayList<>(List.of(frontier)));
    return GraphRebuild.withParametersOf(graph, conf);
  }

  /**
   * Batch norms that normalise by their stored statistics in training too, where asked.
   *
   * @param chosen by vertex name; asked for batch norm layers only
   * @throws IllegalArgumentException if a chosen layer has locked gamma and beta
   */
  public static ComputationGraph withFixedStatistics(
      ComputationGraph graph, Predicate<String> chosen) {
    return withLayers(
        graph,
        layer ->
            layer instanceof BatchNormalization stock
                    && !(layer instanceof FixedStatisticsBatchNorm)
                    && chosen.test(stock.getLayerName())
                ? FixedStatisticsBatchNorm.of(stock)
                : layer);
  }

  /**
   * Batch norms that in training normalise some of their channels by the stored statistics, where
   * asked; see {@link StochasticBatchNorm}.
   *
   * @param probability that a channel does so in a batch, 0 to 1
   * @param chosen by vertex name; asked for batch norm layers only
   * @throws IllegalArgumentException if the probability is none, or if a chosen layer has locked
   *     gamma and beta
   */
  public static ComputationGraph withStochasticBatchNorm(
      ComputationGraph graph, double probability, Predicate<String> chosen) {
    return withLayers(
        graph,
        layer ->
            layer instanceof BatchNormalization norm && chosen.test(norm.getLayerName())
                ? StochasticBatchNorm.of(norm, probability)
                : layer);
  }

  /** All batch norms as DL4J has them, whatever edits made of them; frozen layers stay frozen. */
  public static ComputationGraph withPlainBatchNorm(ComputationGraph graph) {
    return withLayers(
        graph, layer -> oursAmongNorms(layer) ? plain((BatchNormalization) layer) : layer);
  }

  /**
   * Nothing frozen and no batch norm of ours: what is saved like this opens in plain DL4J and gives
   * the same outputs.
   */
  public static ComputationGraph withStockLayers(ComputationGraph graph) {
    boolean ours =
        Arrays.stream(graph.getLayers())
            .anyMatch(layer -> oursAmongNorms(FrozenLayers.unwrap(layer.conf().getLayer())));
    return withFrozen(ours ? withPlainBatchNorm(graph) : graph, vertex -> false);
  }

  /** The same network over parameters of its own. */
  public static ComputationGraph copy(ComputationGraph graph) {
    return GraphRebuild.withParametersOf(graph, GraphRebuild.editable(graph));
  }

  /**
   * A vertex put behind another: whatever took that one's output takes the new one's.
   *
   * @param vertex of the graph, or one of its inputs; no output of the network
   * @param name of the new vertex, which the graph has not
   * @param inserted with one input, and without parameters
   * @throws IllegalArgumentException if there is no such vertex, or it is an output
   */
  public static ComputationGraph withVertexBehind(
      ComputationGraph graph, String vertex, String name, GraphVertex inserted) {
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    if (!conf.getNetworkInputs().contains(vertex)) {
      requireVertex(conf, vertex);
    }
    if (conf.getNetworkOutputs().contains(vertex)) {
      throw new IllegalArgumentException(
          "vertex must not be an output of the network, but was '" + vertex + "'");
    }
    conf.getVertexInputs()
        .replaceAll(
            (consumer, inputs) ->
                new ArrayList<>(inputs.stream().map(in -> in.equals(vertex) ? name : in).toList()));
    conf.getVertices().put(name, inserted);
    conf.getVertexInputs().put(name, new ArrayList<>(List.of(vertex)));
    return GraphRebuild.withParametersOf(graph, conf);
  }

  /**
   * The same network with another loss in its one output layer.
   *
   * @throws IllegalArgumentException if that is no plain output or loss layer
   */
  public static ComputationGraph withLoss(ComputationGraph graph, ILossFunction loss) {
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    if (!(conf.getVertices().get(output) instanceof LayerVertex layerVertex)) {
      throw new IllegalArgumentException("output '" + output + "' must be a layer");
    }
    GraphRebuild.replaceLayer(output, layerVertex, layer -> withLoss(layer, loss));
    return GraphRebuild.withParametersOf(graph, conf);
  }

  private static Layer withLoss(Layer layer, ILossFunction loss) {
    Layer copy = layer.clone();
    if (copy instanceof OutputLayer output) {
      output.setLossFn(loss);
    } else if (copy instanceof LossLayer output) {
      output.setLossFn(loss);
    } else {
      throw new IllegalArgumentException(
          "the output must be an OutputLayer or LossLayer, but was "
              + layer.getClass().getSimpleName());
    }
    return copy;
  }

  /** Other layers in their places, also inside of frozen ones, which stay frozen. */
  static ComputationGraph withLayers(ComputationGraph graph, UnaryOperator<Layer> edit) {
    ComputationGraphConfiguration conf = GraphRebuild.editable(graph);
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layerVertex) {
                GraphRebuild.replaceLayer(name, layerVertex, layer -> editInside(layer, edit));
              }
            });
    return GraphRebuild.withParametersOf(graph, conf);
  }

  private static Layer editInside(Layer layer, UnaryOperator<Layer> edit) {
    return layer instanceof FrozenLayer frozen
        ? new FrozenLayer(editInside(frozen.getLayer(), edit))
        : edit.apply(layer);
  }

  private static boolean oursAmongNorms(Layer layer) {
    return layer instanceof FixedStatisticsBatchNorm || layer instanceof StochasticBatchNorm;
  }

  private static Layer plain(BatchNormalization ours) {
    BatchNormalization stock = new BatchNormalization.Builder().useLogStd(false).build();
    BatchNormSettings.copy(ours, stock);
    return stock;
  }

  private static void requireClosed(ComputationGraph graph, Predicate<String> frozen) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    String[] roots = conf.getVertices().keySet().stream().filter(frozen).toArray(String[]::new);
    for (String vertex : ancestors(conf, roots)) {
      if (!frozen.test(vertex) && graph.getVertex(vertex).numParams() > 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the frozen set must hold all ancestors of its vertices, but '%s' was left out; nothing below a frozen vertex gets a gradient",
                vertex));
      }
    }
  }

  private static void requireVertex(ComputationGraphConfiguration conf, String vertex) {
    if (!conf.getVertices().containsKey(vertex)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "unknown vertex '%s'; the graph has %s",
              vertex,
              conf.getVertices().keySet()));
    }
  }
}
