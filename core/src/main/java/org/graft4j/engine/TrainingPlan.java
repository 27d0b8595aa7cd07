package org.graft4j.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.PaddedShortcut;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.FixedStatisticsBatchNorm;
import org.graft4j.model.StochasticBatchNorm;
import org.graft4j.runtime.FrozenLayers;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * What a training step of a graph has to do: its nodes, and which of them a gradient goes through.
 * Below the lowest layer that trains there is none, so that nothing is kept there.
 */
final class TrainingPlan implements Fusion.Rules {
  private final ComputationGraph graph;
  private final InputForm form;
  private final Set<String> pictures;
  private final List<FusedNode> nodes;
  private final Set<String> withGradient = new HashSet<>();

  TrainingPlan(ComputationGraph graph) {
    this.graph = graph;
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    // Of other losses, their gradient and their dropout DL4J's own output layer knows.
    boolean crossEntropy = crossEntropy(output);
    Set<String> moving = moving(graph);
    List<Node> lowered =
        Lowering.of(
            graph,
            output,
            (vertex, ops) ->
                vertex.equals(output)
                    ? !crossEntropy
                    : unlikeInference(vertex) || (moving.contains(vertex) && oneWay(ops)));
    this.form = InputForm.of(lowered, graph);
    this.pictures = pictures(lowered, graph);
    this.nodes = Fusion.of(lowered, this);
    for (FusedNode node : nodes) {
      if (trains(node.vertex()) || node.inputs().stream().anyMatch(withGradient::contains)) {
        withGradient.add(node.name());
      }
    }
  }

  /** The vertices whose output changes with a parameter that trains. */
  private Set<String> moving(ComputationGraph network) {
    Set<String> moving = new HashSet<>();
    for (int index : network.topologicalSortOrder()) {
      String vertex = network.getVertices()[index].getVertexName();
      List<String> inputs =
          network.getConfiguration().getVertexInputs().getOrDefault(vertex, List.of());
      if (trains(vertex) || inputs.stream().anyMatch(moving::contains)) {
        moving.add(vertex);
      }
    }
    return moving;
  }

  /** Whether a vertex is known in inference, but not the way back through it. */
  private static boolean oneWay(List<Op> ops) {
    return ops.stream()
        .anyMatch(
            op -> op instanceof Op.Scale || op instanceof Op.Gain || op instanceof Op.ChannelNorm);
  }

  List<FusedNode> nodes() {
    return nodes;
  }

  /** What a batch has to look like. */
  InputForm form() {
    return form;
  }

  /** The values of rank 4, as far as that is known. */
  private static Set<String> pictures(List<Node> lowered, ComputationGraph graph) {
    Set<String> pictures = new HashSet<>();
    for (Node node : lowered) {
      Op op = node.op();
      boolean made = op instanceof Op.Convolution || op instanceof Op.Pool;
      boolean keeps =
          op instanceof Op.BatchNorm
              || op instanceof Op.Activate
              || op instanceof Op.Add
              || op instanceof Op.Merge
              || keepsRank(graph.getConfiguration().getVertices().get(node.vertex()));
      if (made || (keeps && pictures.contains(node.inputs().get(0)))) {
        pictures.add(node.name());
      }
    }
    return pictures;
  }

  /** Whether a vertex that runs as it is gives what is of the rank of its first input. */
  private static boolean keepsRank(@Nullable GraphVertex vertex) {
    if (vertex == null) {
      return false; // the network's input
    }
    GraphVertex bare = FrozenLayers.unwrap(vertex);
    if (bare instanceof LayerVertex layerVertex) {
      var layer = FrozenLayers.unwrap(layerVertex.getLayerConf().getLayer());
      return layerVertex.getPreProcessor() == null
          && (layer instanceof ChannelNorm
              || layer instanceof ChannelGain
              || layer instanceof StochasticBatchNorm
              || layer instanceof StochasticDepth);
    }
    return bare instanceof ChannelScale
        || bare instanceof PaddedShortcut
        || bare instanceof Watch
        || bare instanceof AdaptiveAveragePooling;
  }

  /** Whether a value changes with a parameter that trains. */
  boolean hasGradient(String value) {
    return withGradient.contains(value);
  }

  /** Whether a vertex has parameters that are not frozen. */
  boolean trains(String vertex) {
    Layer layer = graph.getLayer(vertex);
    return layer != null && !(layer instanceof FrozenLayer) && layer.numParams() > 0;
  }

  /** Whether a node runs as its vertex does, for want of something better. */
  boolean asItIs(FusedNode node) {
    return node.op() instanceof Op.Vertex
        || (node.op() instanceof Op.BatchNorm && !byItsBatch(node));
  }

  /**
   * Whether a gradient has to go through a frozen vertex that runs as it is: DL4J's frozen layer
   * gives none.
   */
  boolean endsAtFrozenVertex() {
    return nodes.stream().anyMatch(n -> hasGradient(n.name()) && asItIs(n) && frozen(n.vertex()));
  }

  private boolean frozen(String vertex) {
    return graph.getLayer(vertex) instanceof FrozenLayer;
  }

  /** What in training does something that is not known here. */
  private boolean unlikeInference(String vertex) {
    Layer layer = graph.getLayer(vertex);
    if (layer == null || layer instanceof FrozenLayer) {
      return false;
    }
    var conf = layer.conf().getLayer();
    boolean locked = conf instanceof BatchNormalization norm && norm.isLockGammaBeta();
    return noisy(conf) || locked || softmax(conf) || conf instanceof StochasticBatchNorm;
  }

  private static boolean noisy(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return conf.getIDropout() != null
        || (conf instanceof BaseLayer base && base.getWeightNoise() != null);
  }

  /** Whether the output is a plain softmax with cross-entropy. */
  private boolean crossEntropy(String output) {
    var conf = graph.getLayer(output).conf().getLayer();
    ILossFunction loss =
        conf.getClass() == OutputLayer.class
            ? ((OutputLayer) conf).getLossFn()
            : conf.getClass() == LossLayer.class ? ((LossLayer) conf).getLossFn() : null;
    return loss != null
        && loss.equals(new LossMCXENT())
        && loss.getClass() == LossMCXENT.class
        && softmax(conf)
        && !noisy(conf);
  }

  private static boolean softmax(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return (conf instanceof BaseLayer base && base.getActivationFn() instanceof ActivationSoftmax)
        || (conf instanceof ActivationLayer layer
            && layer.getActivationFn() instanceof ActivationSoftmax);
  }

  @Override
  public boolean norm(String convolution, String norm) {
    if (frozen(norm)) {
      return frozen(convolution);
    }
    return !frozen(convolution)
        && graph.getLayer(norm).conf().getLayer().getClass() == FixedStatisticsBatchNorm.class;
  }

  /** ReLU's gradient needs its output only, which is kept anyway. */
  @Override
  public boolean curve(FusedNode before, Op.Curve curve) {
    return curve == Op.Curve.RELU
        && (before.op() instanceof Op.Convolution
            || before.op() instanceof Op.Dense
            || byItsBatch(before));
  }

  /** Whether this is a batch norm that {@link NormTraining} runs. */
  boolean byItsBatch(FusedNode node) {
    return node.op() instanceof Op.BatchNorm norm
        && !norm.fixed()
        && trains(node.vertex())
        && pictures.contains(node.inputs().isEmpty() ? "" : node.inputs().get(0));
  }
}
