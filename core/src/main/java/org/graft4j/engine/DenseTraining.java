package org.graft4j.engine;

import static org.graft4j.engine.Tensor.anyLayout;
import static org.graft4j.engine.Tensor.plainLayout;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer, with a ReLU behind it if there is one, forward and backward. */
final class DenseTraining {
  private final TrainingProgram program;
  private final Recording record;
  private final Slopes slopes;
  private final FusedNode node;
  private final boolean hasBias;
  private long[] in = {};
  private long[] out = {};

  DenseTraining(TrainingProgram program, FusedNode node, Op.Dense dense) {
    this.program = program;
    this.record = program.recording();
    this.slopes = program.slopes();
    this.node = node;
    this.hasBias = dense.bias();
  }

  /** DL4J's {@code [in, out]}, read as {@code [out, in...]} by its strides. */
  private Tensor weights(INDArray matrix) {
    long[] dims = in.clone();
    dims[0] = matrix.size(1);
    long[] strides = new long[dims.length];
    strides[0] = matrix.stride(1);
    long step = matrix.stride(0);
    for (int i = dims.length - 1; i > 0; i--) {
      strides[i] = step;
      step *= dims[i];
    }
    var layout = new memory.desc(dims, memory.data_type.f32, strides);
    return Tensor.over(matrix.data().addressPointer(), layout, dims);
  }

  Tensor forward(Tensor source) {
    in = source.dims();
    INDArray matrix = slopes.parameter(node.vertex(), "W");
    out = new long[] {in[0], matrix.size(1)};
    Tensor plain = weights(matrix);
    var asked =
        new inner_product_forward.desc(
            prop_kind.forward_training,
            anyLayout(in),
            anyLayout(plain.dims()),
            biasLayout(),
            plainLayout(out));
    var made =
        new inner_product_forward.primitive_desc(
            asked, Curves.attributes(false, node.curve()), OneDnn.cpu());
    Tensor input = record.in(source, made.src_desc());
    Tensor packed = record.in(plain, made.weights_desc());
    Tensor output = record.room(made.dst_desc(), out);
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, input.data());
    memories.put(dnnl.DNNL_ARG_WEIGHTS, packed.data());
    if (hasBias) {
      memories.put(dnnl.DNNL_ARG_BIAS, Tensor.row(slopes.parameter(node.vertex(), "b")).data());
    }
    memories.put(dnnl.DNNL_ARG_DST, output.data());
    record.add(new inner_product_forward(made), made, memories);
    record.dropCopy(packed, plain);
    record.dropCopy(input, source);
    program.onTheWayBack(node.name(), gradient -> backward(made, source, output, gradient));
    return output;
  }

  /** An empty one says that there is no bias. */
  private memory.desc biasLayout() {
    return hasBias ? anyLayout(out[1]) : new memory.desc();
  }

  private void backward(
      inner_product_forward.primitive_desc forward, Tensor source, Tensor output, Tensor gradient) {
    Tensor slope =
        node.curve().isPresent() ? TrainingSteps.belowRelu(record, output, gradient) : gradient;
    if (program.plan().trains(node.vertex())) {
      backwardWeights(forward, source, slope);
    }
    if (program.plan().hasGradient(node.inputs().get(0))) {
      program.contribute(node.inputs().get(0), backwardData(forward, slope));
    }
    record.drop(slope);
  }

  private Tensor backwardData(inner_product_forward.primitive_desc forward, Tensor slope) {
    Tensor plain = weights(slopes.parameter(node.vertex(), "W"));
    var asked =
        new inner_product_backward_data.desc(
            anyLayout(in), anyLayout(plain.dims()), anyLayout(out));
    var made =
        new inner_product_backward_data.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), forward);
    Tensor from = record.in(slope, made.diff_dst_desc());
    Tensor packed = record.in(plain, made.weights_desc());
    Tensor below = record.room(made.diff_src_desc(), in);
    record.add(
        new inner_product_backward_data(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_DIFF_DST, from.data(),
            dnnl.DNNL_ARG_WEIGHTS, packed.data(),
            dnnl.DNNL_ARG_DIFF_SRC, below.data()));
    record.dropCopy(packed, plain);
    record.dropCopy(from, slope);
    return below;
  }

  private void backwardWeights(
      inner_product_forward.primitive_desc forward, Tensor source, Tensor slope) {
    Tensor plain = weights(slopes.of(node.vertex(), "W"));
    var asked =
        new inner_product_backward_weights.desc(
            anyLayout(in), anyLayout(plain.dims()), biasLayout(), anyLayout(out));
    var made =
        new inner_product_backward_weights.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), forward);
    Tensor from = record.in(slope, made.diff_dst_desc());
    Tensor input = record.in(source, made.src_desc());
    Tensor packed = record.room(made.diff_weights_desc(), plain.dims());
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, input.data());
    memories.put(dnnl.DNNL_ARG_DIFF_DST, from.data());
    memories.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, packed.data());
    if (hasBias) {
      memories.put(dnnl.DNNL_ARG_DIFF_BIAS, Tensor.row(slopes.of(node.vertex(), "b")).data());
    }
    record.add(new inner_product_backward_weights(made), made, memories);
    record.dropCopy(input, source);
    record.dropCopy(from, slope);
    record.fill(plain, packed);
    record.drop(packed);
  }
}
