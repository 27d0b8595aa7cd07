package org.graft4j.zoo.adapt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.FrozenLayers;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** New graphs of edited configurations; the graph that they come from is not changed. */
final class Rebuild {
  private Rebuild() {}

  /** A copy to be edited; unlike DL4J's own it keeps both counters. */
  static ComputationGraphConfiguration editable(ComputationGraph graph) {
    ComputationGraphConfiguration conf = graph.getConfiguration().clone();
    conf.setIterationCount(graph.getIterationCount());
    conf.setEpochCount(graph.getEpochCount());
    return conf;
  }

  /** The layer of a vertex, looked for inside freezing wrappers; null for other vertices. */
  static @Nullable Layer layer(GraphVertex vertex) {
    return vertex instanceof LayerVertex v
        ? FrozenLayers.unwrap(v.getLayerConf().getLayer())
        : null;
  }

  /** To be called after the layer of an editable configuration was changed. */
  static void forgetNames(GraphVertex vertex) {
    NeuralNetConfiguration conf = ((LayerVertex) vertex).getLayerConf();
    conf.clearVariables(); // they are filled again when the graph is initialised
  }

  /**
   * A graph of that configuration.
   *
   * @param changed parameters that do not have the source's value, by DL4J's name
   * @throws IllegalStateException if a parameter is of another shape, or has no value
   */
  static ComputationGraph of(
      ComputationGraph source, ComputationGraphConfiguration conf, Map<String, INDArray> changed) {
    Acceleration.enable();
    long length = 0;
    for (GraphVertex vertex : conf.getVertices().values()) {
      length += vertex.numParams(true);
    }
    INDArray flat =
        length == 0 ? null : Nd4j.zeros(source.getConfiguration().getDataType(), 1, length);
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping(() -> graph.init(flat, false));
    Map<String, INDArray> known = source.paramTable();
    graph
        .paramTable()
        .forEach(
            (name, view) -> {
              INDArray value = changed.containsKey(name) ? changed.get(name) : known.get(name);
              if (value == null || !fits(value, view)) {
                throw new IllegalStateException(
                    String.format(
                        Locale.ROOT,
                        "parameter '%s' must be %s, but was %s",
                        name,
                        Arrays.toString(view.shape()),
                        value == null ? "missing" : Arrays.toString(value.shape())));
              }
              view.assign(
                  Arrays.equals(value.shape(), view.shape()) ? value : value.reshape(view.shape()));
            });
    return graph;
  }

  /** A vector may be one as a row too: DL4J has both. */
  private static boolean fits(INDArray value, INDArray view) {
    boolean vectors = value.length() == view.length() && value.isVector() && view.isVector();
    return vectors || Arrays.equals(value.shape(), view.shape());
  }
}
