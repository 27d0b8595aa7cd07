package org.graft4j.engine;

import static org.graft4j.engine.Tensor.channelsLast;
import static org.graft4j.engine.Tensor.plainLayout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;

/** Calls that look across channels, in inference: gates, concatenations and norms. */
final class ChannelSteps {
  private static final List<memory.format_tag> BLOCKS =
      List.of(memory.format_tag.nChw16c, memory.format_tag.nChw8c);

  private final Recording record;

  ChannelSteps(Recording record) {
    this.record = record;
  }

  /**
   * Each channel of each example times its gate.
   *
   * @param gate {@code [batch, channels]}, or with two more axes of length 1
   */
  Tensor scale(FusedNode node, Tensor source, Tensor gate) {
    long[] in = source.dims();
    long[] gates = {in[0], in[1], 1, 1};
    boolean fits =
        in.length == 4 && Arrays.equals(gate.dims(), Arrays.copyOf(gates, gate.dims().length));
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the gate of '%s' must have one number for each channel of %s, but had %s",
              node.name(),
              Arrays.toString(in),
              Arrays.toString(gate.dims())));
    }
    Tensor plain = record.in(gate, plainLayout(gate.dims()));
    Tensor output = product(source, plain.viewed(plainLayout(gates), gates));
    record.dropCopy(plain, gate);
    return output;
  }

  /**
   * oneDNN has quick kernels for a picture in blocks of channels with a gate in such blocks, and
   * else for three axes only: one behind the batch is the places, the other the channels.
   */
  private Tensor product(Tensor source, Tensor gate) {
    long[] in = source.dims();
    for (memory.format_tag blocks : BLOCKS) {
      if (source.layout().equals(new memory.desc(in, memory.data_type.f32, blocks))) {
        Tensor blocked =
            record.in(gate, new memory.desc(gate.dims(), memory.data_type.f32, blocks));
        Tensor output = record.room(source.layout(), in);
        multiply(source, blocked, output);
        record.dropCopy(blocked, gate);
        return output;
      }
    }
    boolean plain = source.layout().equals(plainLayout(in));
    Tensor from = plain ? source : record.in(source, channelsLast(in));
    Tensor output = record.room(from.layout(), in);
    long places = in[2] * in[3];
    long[] flat = plain ? new long[] {in[0], in[1], places} : new long[] {in[0], places, in[1]};
    long[] gates = plain ? new long[] {in[0], in[1], 1} : new long[] {in[0], 1, in[1]};
    multiply(
        from.viewed(plainLayout(flat), flat),
        gate.viewed(plainLayout(gates), gates),
        output.viewed(plainLayout(flat), flat));
    record.dropCopy(from, source);
    return output;
  }

  private void multiply(Tensor source, Tensor gate, Tensor output) {
    var asked =
        new binary.desc(algorithm.binary_mul, source.layout(), gate.layout(), output.layout());
    var made = new binary.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    record.add(
        new binary(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC_0, source.data(),
            dnnl.DNNL_ARG_SRC_1, gate.data(),
            dnnl.DNNL_ARG_DST, output.data()));
  }

  /** The channels of all values, one after the other. */
  Tensor merge(List<Tensor> values) {
    long[] dims = values.get(0).dims().clone();
    dims[1] = values.stream().mapToLong(v -> v.dims()[1]).sum();
    memory.desc all = new memory.desc((long) values.size());
    for (int i = 0; i < values.size(); i++) {
      all.getPointer(i).put(values.get(i).layout());
    }
    all.limit(values.size());
    var made = new concat.primitive_desc(1, all, OneDnn.cpu(), Curves.plain());
    Tensor output = record.room(made.dst_desc(), dims);
    Map<Integer, memory> memories = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      memories.put(dnnl.DNNL_ARG_MULTIPLE_SRC + i, values.get(i).data());
    }
    memories.put(dnnl.DNNL_ARG_DST, output.data());
    record.add(new concat(made), made, memories);
    return output;
  }

  /** Layer norm over the channels of each place: oneDNN's takes the last axis, so they go there. */
  Tensor norm(memory scaleAndShift, double eps, Tensor source) {
    long[] in = source.dims();
    Tensor turned = record.in(source, channelsLast(in));
    long[] dims = in.length == 2 ? in : new long[] {in[0], in[2], in[3], in[1]};
    Tensor rows = turned.viewed(plainLayout(dims), dims);
    var asked =
        new layer_normalization_forward.desc(
            prop_kind.forward_inference,
            rows.layout(),
            (float) eps,
            normalization_flags.use_scale_shift);
    var made = new layer_normalization_forward.primitive_desc(asked, Curves.plain(), OneDnn.cpu());
    Tensor output = record.room(channelsLast(in), in);
    Tensor result = output.viewed(plainLayout(dims), dims);
    record.add(
        new layer_normalization_forward(made),
        made,
        Map.of(
            dnnl.DNNL_ARG_SRC, rows.data(),
            dnnl.DNNL_ARG_SCALE_SHIFT, scaleAndShift,
            dnnl.DNNL_ARG_DST, result.data()));
    record.dropCopy(turned, source);
    return output;
  }
}
