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
  private static final Function RELU = new Function(algorithm.eltwise_relu_use_dst_for_bwd, 0, 0);

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
      return new PoolTraining(program, node).forwardGlobal(pool, source);
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
    Function function = relu ? RELU : Function.of(curve);
    var made = function.forward(source);
    record.add(
        new eltwise_forward(made),
        made,
        Map.of(dnnl.DNNL_ARG_SRC, source.data(), dnnl.DNNL_ARG_DST, output.data()));
    program.onTheWayBack(
        node.name(),
        gradient ->
            program.contribute(
                node.inputs().get(0), below(record, relu ? output : source, function, gradient)));
    return output;
  }

  /** A function as oneDNN has it. */
  private record Function(algorithm name, float alpha, float beta) {
    static Function of(Op.Curve curve) {
      return new Function(Curves.algorithm(curve), Curves.alpha(curve), Curves.beta(curve));
    }

    eltwise_forward.primitive_desc forward(Tensor tensor) {
      var asked =
          new eltwise_forward.desc(prop_kind.forward_training, name, tensor.layout(), alpha, beta);
      return new eltwise_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    }
  }

  /**
   * The gradient below a ReLU, from what it gave: zero where that is zero. Takes the gradient over.
   */
  static Tensor belowRelu(Recording record, Tensor output, Tensor gradient) {
    return below(record, output, RELU, gradient);
  }

  /**
   * Adds the way back through a function.
   *
   * @param known what the function was given; of a ReLU what it gave
   */
  private static Tensor below(Recording record, Tensor known, Function function, Tensor gradient) {
    Tensor slope = record.in(gradient, known.layout());
    var asked =
        new eltwise_backward.desc(
            function.name(), known.layout(), known.layout(), function.alpha(), function.beta());
    var made =
        new eltwise_backward.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), function.forward(known));
    record.add(
        new eltwise_backward(made),
        made,
        Map.of(
            function.equals(RELU) ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC,
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
