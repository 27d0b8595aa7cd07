package org.graft4j.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network takes, as far as its layers tell: a wrong batch is named here, since DL4J and
 * oneDNN would speak of other things.
 *
 * @param rank of a batch
 * @param width channels, or numbers of a row
 */
record InputForm(OptionalInt rank, OptionalLong width) {
  private static final InputForm ANY = new InputForm(OptionalInt.empty(), OptionalLong.empty());

  /**
   * By the first layer that says it; nothing is asked of the input of a layer that is not known.
   */
  static InputForm of(List<Node> nodes, ComputationGraph graph) {
    String input = nodes.get(0).name();
    return nodes.stream()
        .filter(node -> node.inputs().contains(input))
        .map(node -> of(node, graph))
        .filter(form -> form.rank().isPresent())
        .findFirst()
        .orElse(ANY);
  }

  private static InputForm of(Node node, ComputationGraph graph) {
    if (node.op() instanceof Op.Convolution convolution) {
      long channels = weights(node, graph).size(1) * convolution.groups();
      return new InputForm(OptionalInt.of(4), OptionalLong.of(channels));
    }
    boolean flattens = Lowering.flattens(graph.getConfiguration().getVertices().get(node.vertex()));
    if (node.op() instanceof Op.Dense && !flattens) {
      return new InputForm(OptionalInt.of(2), OptionalLong.of(weights(node, graph).size(0)));
    }
    return node.op() instanceof Op.Pool || node.op() instanceof Op.GlobalPool || flattens
        ? new InputForm(OptionalInt.of(4), OptionalLong.empty())
        : ANY;
  }

  private static INDArray weights(Node node, ComputationGraph graph) {
    return graph.getLayer(node.vertex()).getParam("W");
  }

  /**
   * Checks a batch.
   *
   * @throws IllegalArgumentException if it is empty, has another rank or width, or holds NaN or an
   *     infinite number
   */
  void require(INDArray batch) {
    requireShape(batch);
    if (!finite(batch)) {
      throw new IllegalArgumentException(
          "batch must hold finite numbers, but its sum was " + batch.sumNumber());
    }
  }

  /**
   * Whether a batch holds numbers: ReLU and max pooling of oneDNN turn NaN into a number, so that
   * nothing would show further up.
   */
  static boolean finite(INDArray batch) {
    return Double.isFinite(batch.sumNumber().doubleValue());
  }

  /** Checks rank and width alone. */
  void requireShape(INDArray batch) {
    long[] shape = batch.shape();
    boolean wrongRank = batch.rank() < 2 || (rank.isPresent() && rank.getAsInt() != batch.rank());
    if (batch.isEmpty() || wrongRank || (width.isPresent() && width.getAsLong() != shape[1])) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch must have shape %s with at least one example, but had %s",
              this,
              Arrays.toString(shape)));
    }
  }

  /** Say {@code [batch, 3, height, width]}. */
  @Override
  public String toString() {
    String second = width.isPresent() ? Long.toString(width.getAsLong()) : "channels";
    return switch (rank.orElse(0)) {
      case 2 -> "[batch, " + second + "]";
      case 4 -> "[batch, " + second + ", height, width]";
      default -> "[batch, ...]";
    };
  }
}
