package org.graft4j.transfer.regularise;

import org.graft4j.train.objective.Penalty;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code lambda/2 |w|^2} on the weights of every layer that a stage trains, the head's too: keeps
 * weights small. Biases, norms and statistics are left alone.
 *
 * <p>Its slope {@code lambda w} goes through the optimizer as the loss's does: PyTorch's {@code
 * weight_decay} of SGD and Adam. The decay of AdamW, FineTuner's default, is another one, past the
 * moments, and comes on top unless it is set to 0.
 *
 * @param lambda 0 or positive; at 0 nothing changes, byte for byte
 */
public record L2(double lambda) implements TransferMethod {
  public L2 {
    Factor.require("lambda", lambda);
  }

  @Override
  public String describe() {
    return "L2, lambda " + lambda;
  }

  @Override
  public boolean changesNothing() {
    return lambda == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) {
    return StageAdditions.penalty(new OnWeights(lambda));
  }

  private record OnWeights(double lambda) implements Penalty {
    @Override
    public String name() {
      return "l2";
    }

    @Override
    public double addTo(String parameter, INDArray values, INDArray slope) {
      return Weights.contain(parameter) ? Shrinking.add(lambda, values, slope) : 0;
    }
  }
}
