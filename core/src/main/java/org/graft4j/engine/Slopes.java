package org.graft4j.engine;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradients of a graph's parameters, one array each, of the parameter's shape and order; made
 * for those that train, and only for those. For a running mean or variance it holds what is to be
 * subtracted from it.
 */
final class Slopes implements AutoCloseable {
  private final ComputationGraph graph;
  private final Map<String, INDArray> arrays = new HashMap<>();
  private final Map<String, INDArray> ofDl4j = new HashMap<>();

  Slopes(ComputationGraph graph) {
    this.graph = graph;
  }

  INDArray parameter(String vertex, String name) {
    return graph.getLayer(vertex).getParam(name);
  }

  /** The gradient's array, zero when it is made. */
  INDArray of(String vertex, String name) {
    return arrays.computeIfAbsent(
        vertex + "_" + name,
        key -> {
          INDArray values = parameter(vertex, name);
          return Nd4j.createUninitialized(values.dataType(), values.shape(), values.ordering())
              .assign(0);
        });
  }

  /** By the parameter's full name, say {@code conv1_W}; null if it does not train. */
  @Nullable INDArray get(String parameter) {
    INDArray own = arrays.get(parameter);
    return own != null ? own : ofDl4j.get(parameter);
  }

  /** A gradient in an array that is not to be closed here. */
  void put(String vertex, String name, INDArray slope) {
    ofDl4j.put(vertex + "_" + name, slope);
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
