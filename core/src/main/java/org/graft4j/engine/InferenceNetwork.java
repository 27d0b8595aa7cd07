package org.graft4j.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with its weights folded and nothing in it that could change: what all programs of a
 * trunk share. Thread-safe.
 */
final class InferenceNetwork implements AutoCloseable {
  private static final String WEIGHTS = ":weights";
  private static final String BIAS = ":bias";

  private final List<FusedNode> nodes;
  private final Map<String, Integer> outputs;
  private final PackedWeights packed = new PackedWeights();
  private boolean finite = true;

  /** For the vertices that run as they are; null where there are none. */
  private final @Nullable ComputationGraph plain;

  /** A batch norm that could not be folded. */
  record Norm(memory mean, memory variance, memory scaleAndShift) {}

  private InferenceNetwork(
      ComputationGraph graph, List<FusedNode> nodes, @Nullable ComputationGraph plain) {
    this.nodes = List.copyOf(nodes);
    this.plain = plain;
    outputs =
        nodes.stream()
            .filter(n -> n.op() instanceof Op.Convolution || n.op() instanceof Op.Dense)
            .collect(Collectors.toMap(FusedNode::name, n -> pack(graph, n)));
    nodes.stream()
        .filter(n -> n.op() instanceof Op.BatchNorm)
        .forEach(n -> packNorm(FoldedWeights.affine(graph, n.vertex()), n.name()));
  }

  /** A network up to a vertex. */
  static InferenceNetwork of(ComputationGraph graph, String frontier) {
    List<FusedNode> nodes = Fusion.of(Lowering.of(graph, frontier), Fusion.INFERENCE);
    boolean asItIs = nodes.stream().anyMatch(n -> n.op() instanceof Op.Vertex);
    return new InferenceNetwork(
        graph, nodes, asItIs ? GraphEdits.truncatedAt(graph, frontier) : null);
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

  private int pack(ComputationGraph graph, FusedNode node) {
    FoldedWeights folded = FoldedWeights.of(graph, node);
    int count = folded.bias().length;
    long[] shape = graph.getLayer(node.vertex()).getParam("W").shape();
    memory.desc layout =
        node.op() instanceof Op.Dense
            ? matrixLayout(new long[] {count, shape[0]})
            : Tensor.plainLayout(shape);
    packed.put(node.name() + WEIGHTS, folded.weights(), layout);
    finite &= folded.finite();
    packed.put(node.name() + BIAS, folded.bias(), Tensor.plainLayout(count));
    return count;
  }

  private void packNorm(FoldedWeights.Affine affine, String name) {
    int channels = affine.scale().length;
    float[] both = new float[2 * channels];
    float[] ones = new float[channels];
    for (int i = 0; i < channels; i++) {
      both[i] = (float) affine.scale()[i];
      both[channels + i] = (float) affine.shift()[i];
      ones[i] = 1;
    }
    packed.put(name + ":mean", new float[channels], Tensor.plainLayout(channels));
    packed.put(name + ":variance", ones, Tensor.plainLayout(channels));
    packed.put(name + WEIGHTS, both, Tensor.plainLayout(2, channels));
  }

  Norm norm(FusedNode node, stream queue) {
    int channels = (int) packed.size(node.name() + ":mean");
    memory.desc row = Tensor.plainLayout(channels);
    return new Norm(
        packed.get(node.name() + ":mean", row, queue),
        packed.get(node.name() + ":variance", row, queue),
        packed.get(node.name() + WEIGHTS, Tensor.plainLayout(2, channels), queue));
  }

  /** Whether all weights are numbers: a ReLU of oneDNN's turns what is none into zero. */
  boolean finite() {
    return finite;
  }

  /** How many channels or numbers a convolution or a matrix gives. */
  int outputs(FusedNode node) {
    return outputs.get(node.name());
  }

  memory weights(FusedNode node, memory.desc layout, stream queue) {
    return packed.get(node.name() + WEIGHTS, layout, queue);
  }

  memory bias(FusedNode node, memory.desc layout, stream queue) {
    return packed.get(node.name() + BIAS, layout, queue);
  }

  /**
   * A dense layer's weights for an input of any rank.
   *
   * @param in dimensions of the input; the weights' are the same behind the first
   */
  memory matrix(FusedNode node, long[] in, memory.desc layout, stream queue) {
    long[] dims = in.clone();
    dims[0] = outputs(node);
    return packed.get(node.name() + WEIGHTS, matrixLayout(dims), layout, queue);
  }

  /** DL4J's {@code [in, out]} row by row, read as {@code [out, in...]}. */
  private static memory.desc matrixLayout(long[] dims) {
    long[] strides = new long[dims.length];
    strides[0] = 1;
    long step = dims[0];
    for (int i = dims.length - 1; i > 0; i--) {
      strides[i] = step;
      step *= dims[i];
    }
    return new memory.desc(dims, memory.data_type.f32, strides);
  }

  /** A copy with the same parameters, for one program. */
  ComputationGraph graph() {
    ComputationGraph shared = Objects.requireNonNull(plain);
    ComputationGraphConfiguration conf = shared.getConfiguration().clone();
    INDArray parameters = shared.params();
    return RngState.keeping(
        () -> {
          ComputationGraph copy = new ComputationGraph(conf);
          copy.init(parameters, false);
          return copy;
        });
  }

  long bytes() {
    return packed.bytes();
  }

  @Override
  public void close() {
    packed.close();
  }
}
