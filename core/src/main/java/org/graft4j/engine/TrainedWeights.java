package org.graft4j.engine;

import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a convolution in training: read anew at each step, since the optimizer moves them,
 * and with their gradient. A batch norm on fixed statistics is multiplied in, and its gradient
 * taken out again:
 *
 * <p>With {@code s = gamma / sqrt(var + eps)}, the layer runs with weights {@code w' = w * s} and
 * bias {@code b' = (b - mean) * s + beta}. From the gradients of w' and b' follow {@code dw = dw' *
 * s}, {@code db = db' * s}, {@code dbeta = db'} and {@code dgamma = (sum(w * dw') + (b - mean) *
 * db') / sqrt(var + eps)}: no pass over the activations is needed for the norm, neither forward nor
 * backward.
 */
final class TrainedWeights {
  private final Recording record;
  private final Slopes slopes;
  private final FusedNode node;
  private final boolean hasBias;
  private final boolean trains;
  private final INDArray plain;
  private final long[] dims;
  private final INDArray run;
  private final Optional<FoldedNorm> norm;
  private final Optional<Tensor> bias;
  private final Optional<Tensor> biasSlope;
  private final INDArray slope;

  TrainedWeights(
      ComputationGraph graph, TrainingProgram program, FusedNode node, Op.Convolution op) {
    this.record = program.recording();
    this.slopes = program.slopes();
    this.node = node;
    this.hasBias = op.bias();
    this.trains = program.plan().trains(node.vertex());
    this.plain = slopes.parameter(node.vertex(), "W");
    this.dims = op.window().weights(plain.size(0), plain.size(1) * op.groups(), op.groups());
    this.norm =
        node.norm()
            .filter(vertex -> trains)
            .map(vertex -> new FoldedNorm(graph, vertex, slopes, record));
    this.slope = trains ? slopes.of(node.vertex(), "W") : plain;
    if (norm.isPresent()) {
      INDArray own = hasBias ? slopes.parameter(node.vertex(), "b") : null;
      this.run = norm.get().fold(plain, own);
      this.bias = Optional.of(Tensor.over(norm.get().bias()));
      this.biasSlope = Optional.of(Tensor.over(norm.get().biasSlope()));
    } else if (node.norm().isPresent()) {
      // Frozen, and summed with something that is not.
      FoldedWeights folded = FoldedWeights.of(graph, node);
      this.run = record.keep(scaled(folded));
      this.bias = Optional.of(Tensor.over(record.keep(Nd4j.createFromArray(folded.bias()))));
      this.biasSlope = Optional.empty();
    } else {
      this.run = plain;
      this.bias =
          hasBias
              ? Optional.of(Tensor.row(slopes.parameter(node.vertex(), "b")))
              : Optional.empty();
      this.biasSlope =
          hasBias && trains
              ? Optional.of(Tensor.row(slopes.of(node.vertex(), "b")))
              : Optional.empty();
    }
  }

  private static INDArray scaled(FoldedWeights folded) {
    INDArray run = folded.weights().dup('c');
    INDArray rows = run.reshape('c', run.size(0), -1);
    try (INDArray scale = Nd4j.createFromArray(folded.scale()).castTo(DataType.FLOAT)) {
      Broadcast.mul(rows, scale, rows, 0);
    }
    return run;
  }

  /** {@code [out, in, height, width]}, with the groups in front where there are several. */
  long[] dims() {
    return dims;
  }

  long outputs() {
    return plain.size(0);
  }

  /** The values as they are run: a view. */
  private Tensor grouped(INDArray values) {
    return Tensor.over(dims.length == 4 ? values : values.reshape('c', dims));
  }

  Optional<Tensor> bias() {
    return bias;
  }

  /** Where the gradient of the bias goes. */
  Optional<Tensor> biasSlope() {
    return biasSlope;
  }

  /** A copy in a layout, made anew at each step; to be dropped after use. */
  Tensor packed(memory.desc layout) {
    Tensor packed = record.room(layout, dims());
    record.fill(packed, grouped(run));
    return packed;
  }

  /** Adds what brings the gradient of the weights that were run to the parameters. */
  void unpack(Tensor gradient) {
    record.fill(grouped(slope), gradient);
    norm.ifPresent(
        n ->
            record.add(
                queue -> {
                  INDArray own = hasBias ? slopes.parameter(node.vertex(), "b") : null;
                  INDArray ownSlope = hasBias ? slopes.of(node.vertex(), "b") : null;
                  n.unfold(plain, slope, own, ownSlope);
                }));
  }
}
