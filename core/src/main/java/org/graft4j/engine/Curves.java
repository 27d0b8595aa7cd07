package org.graft4j.engine;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** oneDNN's names for our functions, and what is appended to a primitive. */
final class Curves {
  private Curves() {}

  /**
   * Scratch memory is handed in: the library's own belongs to the thread that made the primitive,
   * and any thread may run it.
   */
  static primitive_attr plain() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }

  /** {@code curve(result + what is in the output already)}. */
  static primitive_attr attributes(boolean sums, Optional<Op.Curve> curve) {
    primitive_attr attributes = plain();
    post_ops appended = new post_ops();
    if (sums) {
      appended.append_sum();
    }
    curve.ifPresent(c -> appended.append_eltwise(1, algorithm(c), alpha(c), beta(c)));
    attributes.set_post_ops(appended);
    return attributes;
  }

  static algorithm algorithm(Op.Curve curve) {
    return switch (curve) {
      case RELU -> algorithm.eltwise_relu;
      case RELU6 -> algorithm.eltwise_bounded_relu;
      case SIGMOID -> algorithm.eltwise_logistic;
      case TANH -> algorithm.eltwise_tanh;
      case SWISH -> algorithm.eltwise_swish;
      case HARD_SWISH -> algorithm.eltwise_hardswish;
      case GELU -> algorithm.eltwise_gelu_erf;
      case SIXTH -> algorithm.eltwise_linear;
      case UNIT -> algorithm.eltwise_clip;
    };
  }

  static float alpha(Op.Curve curve) {
    return switch (curve) {
      case RELU6 -> 6;
      case SWISH -> 1;
      case SIXTH -> 1 / 6f;
      default -> 0;
    };
  }

  static float beta(Op.Curve curve) {
    return switch (curve) {
      case SIXTH -> 0.5f;
      case UNIT -> 1;
      default -> 0;
    };
  }

  static algorithm algorithm(Op.Pooling kind) {
    return switch (kind) {
      case MAX -> algorithm.pooling_max;
      case MEAN -> algorithm.pooling_avg_exclude_padding;
      case MEAN_WITH_PADDING -> algorithm.pooling_avg_include_padding;
    };
  }
}
