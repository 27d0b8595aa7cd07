package org.graft4j.engine;

import java.util.Map;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Turns nodes that a gradient goes through into calls forward and, later, backward. */
final class TrainingSteps {
  /** ReLU, with a gradient from its output: its input need not be kept. */
  private static final algorithm USE_OUTPUT = algorithm.eltwise_relu_use_dst_for_bwd;

  private final TrainingProgram program;
  private final Recording record;
  private final ComputationGraph graph;

  TrainingSteps(TrainingProgram program, ComputationGraph graph) {
    this.program = program;
    this.record = program.recording();
    this.graph = graph;
  }

  /** Adds what computes the node, and gives its value. */
  Tensor add(FusedNode node) {
    Tensor source = node.inputs().isEmpty() ? null : program.value(node.inputs().get(0));
    Op op = node.op();
    if (op instanceof Op.Convolution convolution) {
      return new ConvolutionTraining(program, graph, node, convolution).forward(source);
    } else if (op instanceof Op.Dense dense) {
      return new DenseTraining(program, node, dense).forward(source);
    } else if (op instanceof Op.BatchNorm norm && program.plan().byItsBatch(node)) {
      return new NormTraining(program, graph, node, norm).forward(source);
    } else if (op instanceof Op.Pool pool) {
      return new PoolTraining(program, node).forward(pool.window(), pool.kind(), source);
    } else if (op instanceof Op.GlobalPool pool) {
      return new PoolTraining(program, node).forwardGlobal(pool.kind(), source);
    } else if (op instanceof Op.Activate activate) {
      return activate(node, activate.curve(), source);
    } else if (op instanceof Op.Add) {
      return add(node, source, program.value(node.inputs().get(1)));
    }
    node.requireNothingFused();
    return new VertexTraining(program, graph, node).forward();
  }

  private Tensor activate(FusedNode node, Op.Curve curve, Tensor source) {
    Tensor output = record.room(source.layout(), source.dims());
    boolean relu = curve == Op.Curve.RELU;
    var made = forwardOf(source, relu ? USE_OUTPUT : Curves.algorithm(curve), Curves.alpha(curve));
    record.add(
        new eltwise_forward(made),
        made,
        Map.of(dnnl.DNNL_ARG_SRC, source.data(), dnnl.DNNL_ARG_DST, output.data()));
    program.onTheWayBack(
        node.name(),
        gradient ->
            program.contribute(
                node.inputs().get(0),
                relu
                    ? belowRelu(record, output, gradient)
                    : below(
                        record, source, Curves.algorithm(curve), Curves.alpha(curve), gradient)));
    return output;
  }

  private static eltwise_forward.primitive_desc forwardOf(
      Tensor tensor, algorithm function, float alpha) {
    var asked =
        new eltwise_forward.desc(prop_kind.forward_training, function, tensor.layout(), alpha, 0);
    return new eltwise_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
  }

  /**
   * The gradient below a ReLU, from what it gave: zero where that is zero. Takes the gradient over.
   */
  static Tensor belowRelu(Recording record, Tensor output, Tensor gradient) {
    return below(record, output, USE_OUTPUT, 0, gradient);
  }

  private static Tensor below(
      Recording record, Tensor known, algorithm function, float alpha, Tensor gradient) {
    Tensor slope = record.in(gradient, known.layout());
    var asked = new eltwise_backward.desc(function, known.layout(), known.layout(), alpha, 0);
    var made =
        new eltwise_backward.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), forwardOf(known, function, alpha));
    record.add(
        new eltwise_backward(made),
        made,
        Map.of(
            function == USE_OUTPUT ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC,
            known.data(),
            dnnl.DNNL_ARG_DIFF_DST,
            slope.data(),
            dnnl.DNNL_ARG_DIFF_SRC,
            slope.data()));
    if (!slope.equals(gradient)) {
      record.drop(gradient);
    }
    return slope;
  }

  private Tensor add(FusedNode node, Tensor first, Tensor second) {
    Tensor output = record.sum(first, second);
    program.onTheWayBack(
        node.name(),
        gradient -> {
          program.contribute(node.inputs().get(0), record.copy(gradient));
          program.contribute(node.inputs().get(1), gradient);
        });
    return output;
  }
}
