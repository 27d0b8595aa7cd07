package org.graft4j.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network with its weights folded and nothing in it that could change: what all programs of a
 * trunk share. Thread-safe.
 */
final class InferenceNetwork implements AutoCloseable {
  private static final String WEIGHTS = ":weights";
  private static final String BIAS = ":bias";
  private static final String MEAN = ":mean";
  private static final String VARIANCE = ":variance";

  private final List<FusedNode> nodes;
  private final Map<String, Integer> outputs = new HashMap<>();
  private final Map<String, Long> rows = new HashMap<>();
  private final PackedWeights packed = new PackedWeights();

  private volatile boolean closed;

  private boolean finite = true;

  /** For the vertices that run as they are; null where there are none. */
  private final @Nullable ComputationGraph plain;

  /** A batch norm that could not be folded. */
  record Norm(memory mean, memory variance, memory scaleAndShift) {}

  private InferenceNetwork(
      ComputationGraph graph, List<FusedNode> nodes, @Nullable ComputationGraph plain) {
    this.nodes = List.copyOf(nodes);
    this.plain = plain;
    boolean made = false;
    try {
      nodes.forEach(node -> pack(graph, node));
      made = true;
    } finally {
      if (!made) {
        packed.close();
      }
    }
  }

  private void pack(ComputationGraph graph, FusedNode node) {
    if (node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense) {
      outputs.put(node.name(), packWeights(graph, node));
    } else if (node.op() instanceof Op.BatchNorm || node.op() instanceof Op.Gain) {
      outputs.put(node.name(), packNorm(graph, node));
    } else if (node.op() instanceof Op.ChannelNorm) {
      outputs.put(node.name(), packChannelNorm(graph, node));
    } else if (node.op() instanceof Op.Vertex) {
      graph
          .getVertex(node.vertex())
          .paramTable(false)
          .values()
          .forEach(values -> finite &= Double.isFinite(values.sumNumber().doubleValue()));
    }
  }

  /** A network up to a vertex. */
  static InferenceNetwork of(ComputationGraph graph, String frontier) {
    List<FusedNode> nodes = fused(graph, frontier);
    boolean asItIs = nodes.stream().anyMatch(n -> n.op() instanceof Op.Vertex);
    return new InferenceNetwork(
        graph, nodes, asItIs ? GraphEdits.truncatedAt(graph, frontier) : null);
  }

  private static List<FusedNode> fused(ComputationGraph graph, String frontier) {
    List<Node> lowered = Lowering.of(graph, frontier);
    return Fusion.of(Shortcut.of(lowered, graph.getConfiguration()), Fusion.INFERENCE);
  }

  /** Some nodes of a network, none of which runs as it is. */
  static InferenceNetwork of(ComputationGraph graph, List<FusedNode> nodes) {
    return new InferenceNetwork(graph, nodes, null);
  }

  List<FusedNode> nodes() {
    return nodes;
  }

  List<String> asTheyAre() {
    return nodes.stream().filter(n -> n.op() instanceof Op.Vertex).map(FusedNode::vertex).toList();
  }

  FusedNode last() {
    return nodes.get(nodes.size() - 1);
  }

  private int packWeights(ComputationGraph graph, FusedNode node) {
    FoldedWeights folded = FoldedWeights.of(graph, node);
    finite &= folded.finite();
    if (node.op() instanceof Op.Dense) {
      packed.putTurned(node.name() + WEIGHTS, folded.weights());
      rows.put(node.name(), folded.weights().size(0));
    } else {
      finite &= packed.putScaled(node.name() + WEIGHTS, folded.weights(), folded.scale());
    }
    int count = folded.bias().length;
    packed.put(node.name() + BIAS, folded.bias(), Tensor.plainLayout(count));
    return count;
  }

  private int packNorm(ComputationGraph graph, FusedNode node) {
    FoldedWeights.Affine affine = FoldedWeights.affine(graph, node.vertex());
    finite &= affine.finite();
    int channels = affine.scale().length;
    float[] both = new float[2 * channels];
    float[] ones = new float[channels];
    for (int i = 0; i < channels; i++) {
      both[i] = (float) affine.scale()[i];
      both[channels + i] = (float) affine.shift()[i];
      ones[i] = 1;
    }
    packed.put(node.name() + MEAN, new float[channels], Tensor.plainLayout(channels));
    packed.put(node.name() + VARIANCE, ones, Tensor.plainLayout(channels));
    packed.put(node.name() + WEIGHTS, both, Tensor.plainLayout(2, channels));
    return channels;
  }

  private int packChannelNorm(ComputationGraph graph, FusedNode node) {
    Map<String, INDArray> params = graph.getLayer(node.vertex()).paramTable(false);
    try (INDArray both = Nd4j.vstack(params.get("gamma"), params.get("beta"))) {
      finite &= Double.isFinite(both.sumNumber().doubleValue());
      int channels = (int) both.size(1);
      float[] numbers = both.dup('c').reshape(both.length()).toFloatVector();
      packed.put(node.name() + WEIGHTS, numbers, Tensor.plainLayout(2, channels));
      return channels;
    }
  }

  /** Whether all weights are numbers: a ReLU of oneDNN's turns what is none into zero. */
  boolean finite() {
    return finite;
  }

  Norm norm(FusedNode node) {
    int channels = outputs(node);
    memory.desc row = Tensor.plainLayout(channels);
    return new Norm(
        packed.get(node.name() + MEAN, row),
        packed.get(node.name() + VARIANCE, row),
        packed.get(node.name() + WEIGHTS, Tensor.plainLayout(2, channels)));
  }

  /** Scale and shift of a norm over channels. */
  memory scaleAndShift(FusedNode node) {
    return packed.get(node.name() + WEIGHTS, Tensor.plainLayout(2, outputs(node)));
  }

  /** How many channels or numbers a convolution, a matrix or a norm gives. */
  int outputs(FusedNode node) {
    return outputs.get(node.name());
  }

  /**
   * A convolution's weights.
   *
   * @param dims as they are run: with the groups in front where there are several
   */
  memory weights(FusedNode node, long[] dims, memory.desc layout) {
    return packed.get(node.name() + WEIGHTS, Optional.of(Tensor.plainLayout(dims)), layout);
  }

  memory bias(FusedNode node, memory.desc layout) {
    return packed.get(node.name() + BIAS, layout);
  }

  /**
   * A dense layer's weights for an input of any rank.
   *
   * @param in dimensions of the input; the weights' are the same behind the first
   */
  memory matrix(FusedNode node, long[] in, memory.desc layout) {
    long[] dims = in.clone();
    dims[0] = outputs(node);
    return packed.get(node.name() + WEIGHTS, Optional.of(Tensor.plainLayout(dims)), layout);
  }

  /** Checks that a dense layer's input, as one row an example, is as wide as its matrix is high. */
  void requireWidth(FusedNode node, long[] in) {
    long width = Arrays.stream(in).skip(1).reduce(1, (a, b) -> a * b);
    if (width != rows.get(node.name())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must get %d numbers an example, but got %s; is the batch of the network's size?",
              node.vertex(),
              rows.get(node.name()),
              Arrays.toString(Arrays.copyOfRange(in, 1, in.length))));
    }
  }

  /** A copy with the same parameters, for one program. */
  ComputationGraph graph() {
    return GraphCopy.over(Objects.requireNonNull(plain));
  }

  long bytes() {
    return closed ? 0 : packed.bytes() + (plain == null ? 0 : plain.numParams() * Float.BYTES);
  }

  @Override
  public void close() {
    closed = true;
    packed.close();
    if (plain != null && plain.numParams() > 0) {
      plain.params().close();
    }
  }
}
