package org.graft4j.train;

import java.util.Collection;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is done to gradients before they become a step.
 *
 * @param accumulate batches whose gradients make one step together, positive: one large batch as
 *     far as memory is concerned with small ones. Exactly that, but for batch norms that normalise
 *     by the batch and for dropout. An epoch's last step may have fewer
 * @param clipNorm the greatest length that the gradient of all parameters together may have,
 *     positive; empty for any ({@code torch.nn.utils.clip_grad_norm_}). Running statistics are no
 *     gradients and are left alone, unlike in DL4J
 */
public record GradientRules(int accumulate, OptionalDouble clipNorm) {

  /** Every batch a step, of any length. */
  public static final GradientRules PLAIN = new GradientRules(1, OptionalDouble.empty());

  public GradientRules {
    if (accumulate <= 0) {
      throw new IllegalArgumentException("accumulate must be positive, but was " + accumulate);
    }
    if (clipNorm.isPresent()
        && !(clipNorm.getAsDouble() > 0 && clipNorm.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clipNorm must be positive and finite, but was " + clipNorm.getAsDouble());
    }
  }

  /** The same with so many batches a step. */
  public GradientRules accumulating(int batches) {
    return new GradientRules(batches, clipNorm);
  }

  /** The same with gradients no longer than that. */
  public GradientRules clippedAt(double norm) {
    return new GradientRules(accumulate, OptionalDouble.of(norm));
  }

  /** Steps in an epoch of so many batches. */
  long steps(long batches) {
    return (batches + accumulate - 1) / accumulate;
  }

  /** Shortens all slopes by one factor if they are too long together; NaN stays NaN. */
  void clip(Collection<INDArray> slopes) {
    if (clipNorm.isEmpty()) {
      return;
    }
    double squares = 0;
    for (INDArray slope : slopes) {
      double length = slope.norm2Number().doubleValue();
      squares += length * length;
    }
    // PyTorch's small number, so that results are its own.
    double factor = clipNorm.getAsDouble() / (Math.sqrt(squares) + 1e-6);
    if (factor < 1) {
      slopes.forEach(slope -> slope.muli(factor));
    }
  }

  @Override
  public String toString() {
    return "batches a step "
        + accumulate
        + (clipNorm.isPresent() ? ", clipped at " + clipNorm.getAsDouble() : "");
  }
}
