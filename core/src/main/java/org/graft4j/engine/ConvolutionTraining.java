package org.graft4j.engine;

import static org.graft4j.engine.Tensor.anyLayout;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A convolution, with what is fused into it, forward and backward. */
final class ConvolutionTraining {
  private final TrainingProgram program;
  private final Recording record;
  private final FusedNode node;
  private final Window window;
  private final TrainedWeights weights;
  private long[] in = {};
  private long[] out = {};

  ConvolutionTraining(
      TrainingProgram program, ComputationGraph graph, FusedNode node, Op.Convolution convolution) {
    this.program = program;
    this.record = program.recording();
    this.node = node;
    this.window = convolution.window();
    this.weights = new TrainedWeights(graph, program, node, convolution);
  }

  Tensor forward(Tensor source) {
    in = source.dims();
    long outputs = weights.outputs();
    long[] size = window.out(in);
    out = new long[] {in[0], outputs, size[0], size[1]};
    Tensor summand = node.sums() ? program.value(node.inputs().get(1)) : null;
    // The same numbers as in training, from a quicker kernel: nothing but the output is kept.
    var made =
        forwardDesc(
            prop_kind.forward_inference, summand == null ? anyLayout(out) : summand.layout());
    Tensor input = record.in(source, made.src_desc());
    Tensor packed = weights.packed(made.weights_desc());
    Tensor output = summand == null ? record.room(made.dst_desc(), out) : record.copy(summand);
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, input.data());
    memories.put(dnnl.DNNL_ARG_WEIGHTS, packed.data());
    weights.bias().ifPresent(bias -> memories.put(dnnl.DNNL_ARG_BIAS, bias.data()));
    memories.put(dnnl.DNNL_ARG_DST, output.data());
    record.add(new convolution_forward(made), made, memories);
    record.drop(packed);
    program.onTheWayBack(node.name(), gradient -> backward(source, input, output, gradient));
    return output;
  }

  private convolution_forward.primitive_desc forwardDesc(prop_kind kind, memory.desc output) {
    var asked =
        new convolution_forward.desc(
            kind,
            algorithm.convolution_direct,
            anyLayout(in),
            anyLayout(weights.dims()),
            biasLayout(),
            output,
            window.strides(),
            window.gaps(),
            window.before(in),
            window.after(in));
    return new convolution_forward.primitive_desc(
        asked, Curves.attributes(node.sums(), node.curve()), OneDnn.cpu());
  }

  /** An empty one says that there is no bias. */
  private memory.desc biasLayout() {
    return weights.bias().map(Tensor::layout).orElseGet(memory.desc::new);
  }

  private void backward(Tensor source, Tensor input, Tensor output, Tensor gradient) {
    var forward = forwardDesc(prop_kind.forward_training, output.layout());
    Tensor slope =
        node.curve().isPresent() ? TrainingSteps.belowRelu(record, output, gradient) : gradient;
    if (program.plan().trains(node.vertex())) {
      backwardWeights(forward, input, slope);
    }
    if (program.plan().hasGradient(node.inputs().get(0))) {
      program.contribute(node.inputs().get(0), backwardData(forward, slope));
    }
    record.dropCopy(input, source);
    if (node.sums()) {
      program.contribute(node.inputs().get(1), slope);
    } else {
      record.drop(slope);
    }
  }

  private Tensor backwardData(convolution_forward.primitive_desc forward, Tensor slope) {
    var asked =
        new convolution_backward_data.desc(
            algorithm.convolution_direct,
            anyLayout(in),
            anyLayout(weights.dims()),
            anyLayout(out),
            window.strides(),
            window.gaps(),
            window.before(in),
            window.after(in));
    var made =
        new convolution_backward_data.primitive_desc(asked, Curves.plain(), OneDnn.cpu(), forward);
    Tensor from = record.in(slope, made.diff_dst_desc());
    Tensor packed = weights.packed(made.weights_desc());
    Tensor below = record.room(made.diff_src_desc(), in);
    record.add(
        new convolution_backward_data(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_DIFF_DST, from.data(),
            dnnl.DNNL_ARG_WEIGHTS, packed.data(),
            dnnl.DNNL_ARG_DIFF_SRC, below.data()));
    record.drop(packed);
    record.dropCopy(from, slope);
    return below;
  }

  private void backwardWeights(
      convolution_forward.primitive_desc forward, Tensor input, Tensor slope) {
    var asked =
        new convolution_backward_weights.desc(
            algorithm.convolution_direct,
            anyLayout(in),
            anyLayout(weights.dims()),
            biasLayout(),
            anyLayout(out),
            window.strides(),
            window.gaps(),
            window.before(in),
            window.after(in));
    var made =
        new convolution_backward_weights.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), forward);
    Tensor from = record.in(slope, made.diff_dst_desc());
    Tensor source = record.in(input, made.src_desc());
    Tensor packed = record.room(made.diff_weights_desc(), weights.dims());
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, source.data());
    memories.put(dnnl.DNNL_ARG_DIFF_DST, from.data());
    memories.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, packed.data());
    weights.biasSlope().ifPresent(bias -> memories.put(dnnl.DNNL_ARG_DIFF_BIAS, bias.data()));
    record.add(new convolution_backward_weights(made), made, memories);
    record.dropCopy(source, input);
    record.dropCopy(from, slope);
    weights.unpack(packed);
    record.drop(packed);
  }
}
