package org.graft4j.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Makes a new graph of an edited configuration with the values of the graph that it came from. */
final class GraphRebuild {
  private static final String VARIANCE = "_var";
  private static final String LOG_STD = "_log10stdev";

  private GraphRebuild() {}

  /** A copy to be edited; unlike DL4J's own it keeps both counters. */
  static ComputationGraphConfiguration editable(ComputationGraph graph) {
    ComputationGraphConfiguration from = graph.getConfiguration();
    ComputationGraphConfiguration conf = from.clone();
    conf.setTbpttBackLength(from.getTbpttBackLength());
    conf.setIterationCount(graph.getIterationCount());
    conf.setEpochCount(graph.getEpochCount());
    return conf;
  }

  /** Puts another layer into a vertex, under the same name. */
  static void replaceLayer(String name, LayerVertex vertex, UnaryOperator<Layer> edit) {
    NeuralNetConfiguration layerConf = vertex.getLayerConf();
    layerConf.setLayer(edit.apply(layerConf.getLayer()));
    layerConf.getLayer().setLayerName(name);
    layerConf.clearVariables(); // they are filled again when the graph is initialised
  }

  /**
   * A graph of that configuration; parameters come from {@code source} by name.
   *
   * @throws IllegalArgumentException if a parameter of the new graph has no counterpart of its
   *     shape in the source
   */
  static ComputationGraph withParametersOf(
      ComputationGraph source, ComputationGraphConfiguration conf) {
    ComputationGraph graph = new ComputationGraph(conf);
    long length = 0;
    for (String vertex : conf.getVertices().keySet()) {
      var known = source.getVertex(vertex);
      length += known == null ? 0 : known.numParams(); // what was put in has none
    }
    DataType type = source.getConfiguration().getDataType();
    INDArray flat = length == 0 ? null : Nd4j.createUninitialized(type, 1, length);
    // Given an array, init does not draw random weights; a graph without parameters has to draw.
    RngState.keeping(() -> graph.init(flat, false));
    Map<String, INDArray> from = new LinkedHashMap<>(source.paramTable());
    graph
        .paramTable()
        .forEach(
            (name, view) -> {
              INDArray value = valueOf(name, from);
              if (value == null || !Arrays.equals(value.shape(), view.shape())) {
                throw new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "parameter '%s' %s must have a counterpart in the source graph, but it was %s",
                        name,
                        Arrays.toString(view.shape()),
                        value == null ? "missing" : Arrays.toString(value.shape())));
              }
              view.assign(value);
            });
    return graph;
  }

  /** The value for a parameter, by way of the other form of the variance where that is stored. */
  private static INDArray valueOf(String name, Map<String, INDArray> from) {
    INDArray value = from.get(name);
    if (value == null && name.endsWith(VARIANCE)) {
      String other = name.substring(0, name.length() - VARIANCE.length()) + LOG_STD;
      INDArray logStd = from.get(other);
      // var = 10 ^ (2 log10 std)
      return logStd == null ? null : Transforms.exp(logStd.mul(2 * Math.log(10)));
    }
    return value;
  }
}
