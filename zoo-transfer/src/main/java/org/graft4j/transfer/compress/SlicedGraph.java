package org.graft4j.transfer.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A copy of a network without some of its channels. Used once. */
final class SlicedGraph {

  /** Places that stay along an axis of a parameter. */
  @SuppressWarnings("ArrayRecordComponent") // within this class, never compared
  private record Slice(int axis, int[] kept) {}

  private final ComputationGraph source;
  private final ComputationGraphConfiguration conf;
  private final Map<String, List<Slice>> slices = new HashMap<>();

  /**
   * @param source of stock layers, nothing frozen; not changed
   */
  SlicedGraph(ComputationGraph source) {
    this.source = source;
    this.conf = source.getConfiguration().clone();
  }

  /**
   * Takes channels out.
   *
   * @param kept places of those that stay, ascending
   */
  SlicedGraph keep(InternalChannels channels, int[] kept) {
    FeedForwardLayer producer = layer(channels.producer());
    producer.setNOut(kept.length);
    slice(channels.producer(), "W", dense(producer) ? 1 : 0, kept);
    sliceVector(channels.producer(), "b", kept);
    for (String vertex : channels.norms()) {
      FeedForwardLayer norm = layer(vertex);
      norm.setNIn(kept.length);
      norm.setNOut(kept.length);
      for (String key : source.getVertex(vertex).paramTable(false).keySet()) {
        sliceVector(vertex, key, kept);
      }
    }
    for (String vertex : channels.readers()) {
      FeedForwardLayer reader = layer(vertex);
      reader.setNIn(kept.length);
      slice(vertex, "W", dense(reader) ? 0 : 1, kept);
    }
    return this;
  }

  private FeedForwardLayer layer(String vertex) {
    LayerVertex described = (LayerVertex) conf.getVertices().get(vertex);
    return (FeedForwardLayer) described.getLayerConf().getLayer();
  }

  /** Whose weights are {@code [in, out]}. */
  private static boolean dense(FeedForwardLayer layer) {
    return layer instanceof DenseLayer || layer instanceof OutputLayer;
  }

  /** Biases and norms are rows or vectors: their last axis is the channel. */
  private void sliceVector(String vertex, String key, int[] kept) {
    INDArray values = source.getVertex(vertex).paramTable(false).get(key);
    if (values != null) {
      slice(vertex, key, values.rank() - 1, kept);
    }
  }

  private void slice(String vertex, String key, int axis, int[] kept) {
    slices
        .computeIfAbsent(vertex + "_" + key, name -> new ArrayList<>())
        .add(new Slice(axis, kept));
  }

  /** The network with the values that stayed. */
  ComputationGraph build() {
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping((Runnable) graph::init);
    Map<String, INDArray> from = source.paramTable();
    graph
        .paramTable()
        .forEach(
            (name, target) -> {
              INDArray values = from.get(name);
              for (Slice slice : slices.getOrDefault(name, List.of())) {
                values = taken(values, slice);
              }
              target.assign(values);
            });
    return graph;
  }

  private static INDArray taken(INDArray values, Slice slice) {
    long[] shape = values.shape();
    int outer = 1;
    int inner = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      outer *= axis < slice.axis() ? (int) shape[axis] : 1;
      inner *= axis > slice.axis() ? (int) shape[axis] : 1;
    }
    int before = (int) shape[slice.axis()];
    int after = slice.kept().length;
    double[] all;
    try (INDArray copy = values.dup('c')) {
      all = copy.data().asDouble();
    }
    double[] some = new double[outer * after * inner];
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < after; k++) {
        int at = (o * before + slice.kept()[k]) * inner;
        System.arraycopy(all, at, some, (o * after + k) * inner, inner);
      }
    }
    shape[slice.axis()] = after;
    return Nd4j.createFromArray(some).reshape('c', shape).castTo(values.dataType());
  }
}
