package org.graft4j.transfer.regularise;

import org.graft4j.train.objective.Penalty;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code lambda |w|_1} on the weights of every layer that a stage trains, the head's too: drives
 * weights that the loss does not need towards zero. Biases, norms and statistics are left alone.
 *
 * <p>The slope is {@code lambda sign(w)}, 0 at 0. Steps of a finite length cross zero and do not
 * stay there: for weights that are exactly zero a network has to be pruned.
 *
 * @param lambda 0 or positive; at 0 nothing changes, byte for byte
 */
public record L1(double lambda) implements TransferMethod {
  public L1 {
    Factor.require("lambda", lambda);
  }

  @Override
  public String describe() {
    return "L1, lambda " + lambda;
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
      return "l1";
    }

    @Override
    public double addTo(String parameter, INDArray values, INDArray slope) {
      if (!Weights.contain(parameter)) {
        return 0;
      }
      try (INDArray signs = Transforms.sign(values, true)) {
        slope.addi(signs.muli(lambda));
      }
      return lambda * values.norm1Number().doubleValue();
    }
  }
}
