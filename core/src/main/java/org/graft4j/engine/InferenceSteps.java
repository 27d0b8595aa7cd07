package org.graft4j.engine;

import static org.graft4j.engine.Tensor.anyLayout;
import static org.graft4j.engine.Tensor.plainLayout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.softmax_forward;
import org.jspecify.annotations.Nullable;

/** Turns nodes in inference, from which no gradient is asked, into calls of one recording. */
final class InferenceSteps {
  private static final int BATCH = 0;
  private static final int CHANNELS = 1;

  private final Recording record;
  private final Values values;
  private final InferenceNetwork network;
  private final ChannelSteps channels;
  private @Nullable VertexSteps vertices;

  InferenceSteps(Recording record, Values values, InferenceNetwork network) {
    this.record = record;
    this.values = values;
    this.network = network;
    this.channels = new ChannelSteps(record);
  }

  /** Adds what computes the node, and gives its value. */
  Tensor add(FusedNode node) {
    Tensor source = values.get(node.inputs().get(0));
    Op op = node.op();
    if (op instanceof Op.Convolution convolution) {
      return convolution(node, convolution, source);
    } else if (op instanceof Op.Dense) {
      return dense(node, source);
    }
    node.requireNothingFused();
    if (op instanceof Op.BatchNorm || op instanceof Op.Gain) {
      return batchNorm(node, source);
    } else if (op instanceof Op.Activate activate) {
      return activate(node, activate.curve(), source);
    } else if (op instanceof Op.Pool pool) {
      return pool(pool.window(), pool.kind(), source);
    } else if (op instanceof Op.GlobalPool pool) {
      return globalPool(pool, source);
    } else if (op instanceof Op.Softmax) {
      return softmax(source);
    } else if (op instanceof Op.Add) {
      return add(node, source, values.get(node.inputs().get(1)));
    }
    List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
    if (op instanceof Op.Scale) {
      return channels.scale(node, source, inputs.get(1));
    } else if (op instanceof Op.Merge) {
      return channels.merge(inputs);
    } else if (op instanceof Op.ChannelNorm norm) {
      return channels.norm(network.scaleAndShift(node), norm.eps(), source);
    }
    if (vertices == null) {
      vertices = new VertexSteps(record, network.graph(), source.dims()[BATCH]);
    }
    return vertices.add(node.vertex(), inputs);
  }

  private Tensor convolution(FusedNode node, Op.Convolution op, Tensor source) {
    Window window = op.window();
    long[] in = source.dims();
    long outputs = network.outputs(node);
    long[] size = window.out(in);
    long[] dims = {in[BATCH], outputs, size[0], size[1]};
    long[] weights = window.weights(outputs, in[CHANNELS], op.groups());
    Tensor summand = node.sums() ? values.get(node.inputs().get(1)) : null;
    if (summand != null) {
      requireSameShape(node, dims, summand.dims());
    }
    var asked =
        new convolution_forward.desc(
            prop_kind.forward_inference,
            algorithm.convolution_direct,
            anyLayout(in),
            anyLayout(weights),
            anyLayout(outputs),
            // A sum is taken in place: the result has to have the summand's layout.
            summand == null ? anyLayout(dims) : summand.layout(),
            window.strides(),
            window.gaps(),
            window.before(in),
            window.after(in));
    var made =
        new convolution_forward.primitive_desc(
            asked, Curves.attributes(node.sums(), node.curve()), OneDnn.cpu());
    Tensor input = record.in(source, made.src_desc());
    Tensor output = summand == null ? record.room(made.dst_desc(), dims) : place(node, summand);
    record.add(
        new convolution_forward(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC, input.data(),
            dnnl.DNNL_ARG_WEIGHTS, network.weights(node, weights, made.weights_desc()),
            dnnl.DNNL_ARG_BIAS, network.bias(node, made.bias_desc()),
            dnnl.DNNL_ARG_DST, output.data()));
    record.dropCopy(input, source);
    return output;
  }

  /** The summand's own memory if nothing reads it later, else a copy of it. */
  private Tensor place(FusedNode node, Tensor summand) {
    return values.lastReader(node.inputs().get(1)) ? summand : record.copy(summand);
  }

  private Tensor dense(FusedNode node, Tensor source) {
    long[] in = source.dims();
    network.requireWidth(node, in);
    long outputs = network.outputs(node);
    long[] dims = {in[BATCH], outputs};
    long[] weights = in.clone();
    weights[0] = outputs;
    var asked =
        new inner_product_forward.desc(
            prop_kind.forward_inference,
            anyLayout(in),
            anyLayout(weights),
            anyLayout(outputs),
            plainLayout(dims));
    var made =
        new inner_product_forward.primitive_desc(
            asked, Curves.attributes(false, node.curve()), OneDnn.cpu());
    Tensor input = record.in(source, made.src_desc());
    Tensor output = record.room(made.dst_desc(), dims);
    record.add(
        new inner_product_forward(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC, input.data(),
            dnnl.DNNL_ARG_WEIGHTS, network.matrix(node, in, made.weights_desc()),
            dnnl.DNNL_ARG_BIAS, network.bias(node, made.bias_desc()),
            dnnl.DNNL_ARG_DST, output.data()));
    record.dropCopy(input, source);
    return output;
  }

  /** Scale and shift of each channel, said as a norm of mean 0 and variance 1. */
  private Tensor batchNorm(FusedNode node, Tensor source) {
    int flags =
        normalization_flags.use_global_stats.value | normalization_flags.use_scale_shift.value;
    var asked =
        new batch_normalization_forward.desc(
            prop_kind.forward_inference.value, source.layout(), 0, flags);
    var made = new batch_normalization_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output = record.room(source.layout(), source.dims());
    InferenceNetwork.Norm norm = network.norm(node);
    record.add(
        new batch_normalization_forward(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC, source.data(),
            dnnl.DNNL_ARG_MEAN, norm.mean(),
            dnnl.DNNL_ARG_VARIANCE, norm.variance(),
            dnnl.DNNL_ARG_SCALE_SHIFT, norm.scaleAndShift(),
            dnnl.DNNL_ARG_DST, output.data()));
    return output;
  }

  private Tensor activate(FusedNode node, Op.Curve curve, Tensor source) {
    var asked =
        new eltwise_forward.desc(
            prop_kind.forward_inference,
            Curves.algorithm(curve),
            source.layout(),
            Curves.alpha(curve),
            Curves.beta(curve));
    var made = new eltwise_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output =
        values.lastReader(node.inputs().get(0))
            ? source
            : record.room(source.layout(), source.dims());
    record.add(
        new eltwise_forward(made),
        made,
        Map.of(dnnl.DNNL_ARG_SRC, source.data(), dnnl.DNNL_ARG_DST, output.data()));
    return output;
  }

  private Tensor pool(Window window, Op.Pooling kind, Tensor source) {
    long[] in = source.dims();
    long[] size = window.out(in);
    long[] dims = {in[BATCH], in[CHANNELS], size[0], size[1]};
    var asked =
        new pooling_forward.desc(
            prop_kind.forward_inference,
            Curves.algorithm(kind),
            source.layout(),
            anyLayout(dims),
            window.strides(),
            window.kernels(),
            window.before(in),
            window.after(in));
    var made = new pooling_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output = record.room(made.dst_desc(), dims);
    record.add(
        new pooling_forward(made),
        made,
        Map.of(dnnl.DNNL_ARG_SRC, source.data(), dnnl.DNNL_ARG_DST, output.data()));
    return output;
  }

  private Tensor globalPool(Op.GlobalPool op, Tensor source) {
    long[] in = source.dims();
    Tensor pooled = pool(Window.over(in), op.kind(), source);
    if (!op.flattens()) {
      return pooled;
    }
    Tensor rows = record.in(pooled, plainLayout(in[BATCH], in[CHANNELS], 1, 1));
    record.dropCopy(pooled, rows);
    return rows.viewed(plainLayout(in[BATCH], in[CHANNELS]), in[BATCH], in[CHANNELS]);
  }

  /** DL4J takes the last axis, of pictures too. */
  private Tensor softmax(Tensor source) {
    var asked =
        new softmax_forward.desc(
            prop_kind.forward_inference, source.layout(), source.dims().length - 1);
    var made = new softmax_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output = record.room(source.layout(), source.dims());
    record.add(
        new softmax_forward(made),
        made,
        Map.of(dnnl.DNNL_ARG_SRC, source.data(), dnnl.DNNL_ARG_DST, output.data()));
    return output;
  }

  private Tensor add(FusedNode node, Tensor first, Tensor second) {
    requireSameShape(node, first.dims(), second.dims());
    return record.sum(first, second);
  }

  private static void requireSameShape(FusedNode node, long[] first, long[] second) {
    if (!Arrays.equals(first, second)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the inputs of '%s' must have one shape to be added, but had %s and %s",
              node.name(),
              Arrays.toString(first),
              Arrays.toString(second)));
    }
  }
}
