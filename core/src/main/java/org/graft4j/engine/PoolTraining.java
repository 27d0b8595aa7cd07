package org.graft4j.engine;

import static org.graft4j.engine.Tensor.anyLayout;
import static org.graft4j.engine.Tensor.plainLayout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** A pooling, forward and backward. */
final class PoolTraining {
  private final TrainingProgram program;
  private final Recording record;
  private final FusedNode node;

  PoolTraining(TrainingProgram program, FusedNode node) {
    this.program = program;
    this.record = program.recording();
    this.node = node;
  }

  /** A pooling under a window. */
  Tensor forward(Window window, Op.Pooling kind, Tensor source) {
    Pooled pooled = pool(window, kind, source);
    program.onTheWayBack(
        node.name(),
        gradient -> program.contribute(node.inputs().get(0), pooled.backward(gradient)));
    return pooled.output();
  }

  /** A pooling over the whole picture. */
  Tensor forwardGlobal(Op.GlobalPool op, Tensor source) {
    long[] in = source.dims();
    if (!op.flattens()) {
      return forward(Window.over(in), op.kind(), source);
    }
    Pooled pooled = pool(Window.over(in), op.kind(), source);
    long[] dims = pooled.output().dims();
    Tensor rows = record.room(plainLayout(dims), dims);
    record.fill(rows, pooled.output());
    program.onTheWayBack(
        node.name(),
        gradient -> {
          Tensor plain = record.in(gradient, plainLayout(in[0], in[1]));
          Tensor pictures = plain.viewed(plainLayout(dims), dims);
          program.contribute(node.inputs().get(0), pooled.backward(pictures));
          if (!plain.equals(gradient)) {
            record.drop(gradient); // the copy went with its view
          }
        });
    return rows.viewed(plainLayout(in[0], in[1]), in[0], in[1]);
  }

  private Pooled pool(Window window, Op.Pooling kind, Tensor source) {
    long[] in = source.dims();
    long[] size = window.out(in);
    long[] dims = {in[0], in[1], size[0], size[1]};
    var asked =
        new pooling_forward.desc(
            prop_kind.forward_training,
            Curves.algorithm(kind),
            source.layout(),
            anyLayout(dims),
            window.strides(),
            window.kernels(),
            window.before(in),
            window.after(in));
    var made = new pooling_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output = record.room(made.dst_desc(), dims);
    Optional<Tensor> places =
        kind == Op.Pooling.MAX
            ? Optional.of(record.room(made.workspace_desc(), dims))
            : Optional.empty();
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, source.data());
    memories.put(dnnl.DNNL_ARG_DST, output.data());
    places.ifPresent(p -> memories.put(dnnl.DNNL_ARG_WORKSPACE, p.data()));
    record.add(new pooling_forward(made), made, memories);
    return new Pooled(window, kind, source, output, places, made);
  }

  /** A pooling that was made. */
  private final class Pooled {
    private final Window window;
    private final Op.Pooling kind;
    private final Tensor source;
    private final Tensor output;

    /** Where each largest number was. */
    private final Optional<Tensor> places;

    private final pooling_forward.primitive_desc forward;

    Pooled(
        Window window,
        Op.Pooling kind,
        Tensor source,
        Tensor output,
        Optional<Tensor> places,
        pooling_forward.primitive_desc forward) {
      this.window = window;
      this.kind = kind;
      this.source = source;
      this.output = output;
      this.places = places;
      this.forward = forward;
    }

    Tensor output() {
      return output;
    }

    /** The gradient of the input; takes that of the output over. */
    Tensor backward(Tensor gradient) {
      Tensor slope = record.in(gradient, output.layout());
      long[] in = source.dims();
      var asked =
          new pooling_backward.desc(
              Curves.algorithm(kind),
              source.layout(),
              output.layout(),
              window.strides(),
              window.kernels(),
              window.before(in),
              window.after(in));
      var made = new pooling_backward.primitive_desc(asked, Curves.plain(), OneDnn.cpu(), forward);
      Tensor below = record.room(source.layout(), in);
      Map<Integer, memory> memories = new HashMap<>();
      memories.put(dnnl.DNNL_ARG_DIFF_DST, slope.data());
      memories.put(dnnl.DNNL_ARG_DIFF_SRC, below.data());
      places.ifPresent(p -> memories.put(dnnl.DNNL_ARG_WORKSPACE, p.data()));
      record.add(new pooling_backward(made), made, memories);
      record.dropCopy(slope, gradient);
      record.drop(gradient);
      places.ifPresent(record::drop);
      return below;
    }
  }
}
