package org.graft4j.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A batch norm by the statistics of its batch, with a ReLU behind it if there is one. */
final class NormTraining {
  private final TrainingProgram program;
  private final Recording record;
  private final Slopes slopes;
  private final FusedNode node;
  private final float eps;
  private final double decay;
  private final int flags;

  NormTraining(TrainingProgram program, ComputationGraph graph, FusedNode node, Op.BatchNorm norm) {
    this.program = program;
    this.record = program.recording();
    this.slopes = program.slopes();
    this.node = node;
    this.eps = (float) norm.eps();
    var conf = (BatchNormalization) graph.getLayer(node.vertex()).conf().getLayer();
    this.decay = conf.getDecay();
    int relu = node.curve().isPresent() ? normalization_flags.fuse_norm_relu.value : 0;
    this.flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value | relu;
  }

  private Tensor parameter(String name) {
    return Tensor.row(slopes.parameter(node.vertex(), name));
  }

  private INDArray slope(String name) {
    return slopes.of(node.vertex(), name);
  }

  private batch_normalization_forward.primitive_desc forwardOf(memory.desc layout) {
    var asked =
        new batch_normalization_forward.desc(prop_kind.forward_training.value, layout, eps, flags);
    return new batch_normalization_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
  }

  /** Of the layout that convolutions in groups of four channels leave oneDNN has slow code only. */
  private Tensor quick(Tensor given) {
    boolean slow = forwardOf(given.layout()).impl_info_str().getString().startsWith("bnorm_ref");
    return slow ? record.in(given, Tensor.channelsLast(given.dims())) : given;
  }

  Tensor forward(Tensor given) {
    Tensor source = quick(given);
    long channels = source.dims()[1];
    var made = forwardOf(source.layout());
    Tensor output = record.room(source.layout(), source.dims());
    INDArray mean = record.numbers(channels);
    INDArray variance = record.numbers(channels);
    Optional<Tensor> mask =
        node.curve().map(c -> record.room(made.workspace_desc(), made.workspace_desc().get_size()));
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, source.data());
    memories.put(dnnl.DNNL_ARG_SCALE, parameter("gamma").data());
    memories.put(dnnl.DNNL_ARG_SHIFT, parameter("beta").data());
    memories.put(dnnl.DNNL_ARG_MEAN, Tensor.row(mean).data());
    memories.put(dnnl.DNNL_ARG_VARIANCE, Tensor.row(variance).data());
    memories.put(dnnl.DNNL_ARG_DST, output.data());
    mask.ifPresent(m -> memories.put(dnnl.DNNL_ARG_WORKSPACE, m.data()));
    record.add(new batch_normalization_forward(made), made, memories);
    record.add(queue -> statistics(mean, variance));
    program.onTheWayBack(
        node.name(),
        gradient -> {
          backward(made, source, mean, variance, mask, gradient);
          record.dropCopy(source, given);
        });
    return output;
  }

  /** What is to be subtracted from the running statistics, as DL4J's layer computes it. */
  private void statistics(INDArray mean, INDArray variance) {
    move(slope("mean"), slopes.parameter(node.vertex(), "mean"), mean);
    INDArray logStd = slopes.parameter(node.vertex(), "log10stdev");
    if (logStd == null) {
      move(slope("var"), slopes.parameter(node.vertex(), "var"), variance);
      return;
    }
    INDArray old = logStd.reshape(logStd.length());
    INDArray next =
        Transforms.exp(old.mul(2 * Math.log(10)), false).muli(decay).addi(variance.mul(1 - decay));
    INDArray slope = slope("log10stdev").reshape(old.length());
    slope.assign(old).subi(Transforms.log(next, false).muli(0.5 / Math.log(10)));
  }

  private void move(INDArray slope, INDArray running, INDArray batch) {
    slope.assign(running).reshape(batch.length()).subi(batch).muli(1 - decay);
  }

  private void backward(
      batch_normalization_forward.primitive_desc forward,
      Tensor source,
      INDArray mean,
      INDArray variance,
      Optional<Tensor> mask,
      Tensor gradient) {
    Tensor slope = record.in(gradient, source.layout());
    var asked =
        new batch_normalization_backward.desc(
            prop_kind.backward.value, source.layout(), source.layout(), eps, flags);
    var made =
        new batch_normalization_backward.primitive_desc(
            asked, Curves.plain(), OneDnn.cpu(), forward);
    Tensor below = record.room(source.layout(), source.dims());
    Map<Integer, memory> memories = new HashMap<>();
    memories.put(dnnl.DNNL_ARG_SRC, source.data());
    memories.put(dnnl.DNNL_ARG_MEAN, Tensor.row(mean).data());
    memories.put(dnnl.DNNL_ARG_VARIANCE, Tensor.row(variance).data());
    memories.put(dnnl.DNNL_ARG_SCALE, parameter("gamma").data());
    memories.put(dnnl.DNNL_ARG_SHIFT, parameter("beta").data());
    memories.put(dnnl.DNNL_ARG_DIFF_DST, slope.data());
    memories.put(dnnl.DNNL_ARG_DIFF_SRC, below.data());
    memories.put(dnnl.DNNL_ARG_DIFF_SCALE, Tensor.row(slope("gamma")).data());
    memories.put(dnnl.DNNL_ARG_DIFF_SHIFT, Tensor.row(slope("beta")).data());
    mask.ifPresent(m -> memories.put(dnnl.DNNL_ARG_WORKSPACE, m.data()));
    record.add(new batch_normalization_backward(made), made, memories);
    record.dropCopy(slope, gradient);
    record.drop(gradient);
    mask.ifPresent(record::drop);
    program.contribute(node.inputs().get(0), below);
  }
}
