package org.graft4j.explain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The part of a classifier above a map, up to the scores that the softmax is of, and the slopes of
 * a score along the map. Nothing in it is random and no statistic moves.
 *
 * <p>DL4J has no gradient in inference mode: some of its layers write over their inputs there. So
 * this is a copy in which training mode does what inference does: without dropout, on fixed
 * statistics. Its vertices are gone through by hand, as {@code backpropGradient} of a graph asks
 * for labels and keeps no gradient of the input. Confined to one thread.
 */
final class ClassScores implements AutoCloseable {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

  private final ComputationGraph graph;
  private final Optional<INDArray> parameters;

  private ClassScores(ComputationGraph graph, Optional<INDArray> parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * A copy of what is above.
   *
   * @param graph of stock layers, one output of softmax
   * @throws IllegalArgumentException if it does not end in an output or loss layer, or if a batch
   *     norm above has locked gamma and beta
   */
  static ClassScores above(ComputationGraph graph, String vertex) {
    ComputationGraph part = GraphEdits.above(graph, vertex);
    ComputationGraph above;
    try {
      above = GraphEdits.withFixedStatistics(part, name -> true);
    } finally {
      part.close();
    }
    ComputationGraphConfiguration conf = above.getConfiguration().clone();
    String output = conf.getNetworkOutputs().get(0);
    conf.getVertices()
        .forEach(
            (name, v) -> {
              if (v instanceof LayerVertex layerVertex) {
                NeuralNetConfiguration layerConf = layerVertex.getLayerConf();
                Layer layer = layerConf.getLayer();
                Layer plain = settled(name.equals(output) ? scores(name, layer) : layer);
                plain.setLayerName(name);
                layerConf.setLayer(plain);
                layerConf.clearVariables();
              }
            });
    ComputationGraph settled = new ComputationGraph(conf);
    Optional<INDArray> own =
        above.numParams() == 0 ? Optional.empty() : Optional.of(above.params().dup());
    above.close();
    RngState.keeping(() -> settled.init(own.orElse(null), false));
    settled.initGradientsView();
    return new ClassScores(settled, own);
  }

  /** The last layer without its softmax; its parameters lie as they did. */
  private static Layer scores(String name, Layer layer) {
    if (layer instanceof OutputLayer output) {
      return new DenseLayer.Builder()
          .nIn(output.getNIn())
          .nOut(output.getNOut())
          .hasBias(output.hasBias())
          .activation(Activation.IDENTITY)
          .build();
    }
    if (layer instanceof LossLayer) {
      return new ActivationLayer(Activation.IDENTITY);
    }
    throw new IllegalArgumentException(
        "the network must end in an OutputLayer or LossLayer for a heat map, but '"
            + name
            + "' is a "
            + layer.getClass().getSimpleName());
  }

  /** The layer with nothing random in it. */
  private static Layer settled(Layer layer) {
    if (layer instanceof StochasticDepth) {
      return new StochasticDepth(0);
    }
    layer.setIDropout(null);
    if (layer instanceof BaseLayer base) {
      base.setWeightNoise(null);
    }
    return layer;
  }

  /**
   * The slopes of a class's score along the map.
   *
   * @param map {@code [1, channels, height, width]}; not changed
   * @return of the map's shape
   */
  INDArray slopes(INDArray map, int label) {
    INDArray input = map.dup('c');
    graph.setInput(0, input); // preprocessors ask the graph for the size of the batch
    GraphVertex[] vertices = graph.getVertices();
    int[] order = graph.topologicalSortOrder();
    INDArray scores = input;
    for (int index : order) {
      GraphVertex vertex = vertices[index];
      INDArray given = vertex.isInputVertex() ? input : vertex.doForward(true, NONE);
      if (vertex.getOutputVertices() != null) {
        for (VertexIndices to : vertex.getOutputVertices()) {
          vertices[to.getVertexIndex()].setInput(to.getVertexEdgeNumber(), given, NONE);
        }
      }
      if (vertex.getVertexName().equals(graph.getConfiguration().getNetworkOutputs().get(0))) {
        scores = given;
      }
    }
    INDArray wanted = Nd4j.zeros(scores.dataType(), scores.shape());
    wanted.putScalar(0, label, 1);
    return backward(vertices, order, wanted).reshape(map.shape());
  }

  private INDArray backward(GraphVertex[] vertices, int[] order, INDArray wanted) {
    Map<Integer, INDArray> slopes = new HashMap<>();
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    Deque<Integer> backwards = new ArrayDeque<>();
    for (int index : order) {
      backwards.push(index);
      if (vertices[index].getVertexName().equals(output)) {
        slopes.put(index, wanted);
      }
    }
    for (int index : backwards) {
      GraphVertex vertex = vertices[index];
      INDArray slope = slopes.get(index);
      if (vertex.isInputVertex()) {
        vertices[index].clear();
        return slope;
      }
      vertex.setEpsilon(slope);
      INDArray[] below = vertex.doBackward(false, NONE).getSecond();
      VertexIndices[] inputs = vertex.getInputVertices();
      for (int i = 0; i < inputs.length; i++) {
        slopes.merge(inputs[i].getVertexIndex(), below[i], INDArray::add);
      }
      vertex.clear();
    }
    throw new IllegalStateException("the part above a map must begin with it, but did not");
  }

  /** Whether it still has its parameters. */
  boolean open() {
    return parameters.stream().noneMatch(INDArray::wasClosed);
  }

  @Override
  public void close() {
    graph.close();
    parameters.filter(INDArray::closeable).ifPresent(INDArray::close); // what the graph left
  }
}
