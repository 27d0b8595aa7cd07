package org.graft4j.transfer.regularise;

import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;

/**
 * Batch spectral shrinkage (Chen et al. 2019, <i>Catastrophic Forgetting Meets Negative
 * Transfer</i>, NeurIPS): {@code eta} times the sum of the {@code k} smallest squared singular
 * values of the batch's features {@code [batch, width]}. Directions in which the pictures of a
 * batch hardly differ are where knowledge of the source task does harm; they are given up.
 *
 * <p>A batch has {@code min(batch, width)} singular values. Those that are zero count among the
 * smallest, as in the paper, and have no slope: with {@code k} up to the number of zeros nothing is
 * shrunk. Zeros come of examples that are in a batch twice, and of features that are zero in all
 * examples, as some are after a ReLU, once fewer live ones are left than the batch has examples. A
 * part {@code bss} of the history near 1e-20 says so: take smaller batches or a larger {@code k}.
 * Pictures of another set in a batch are left out. With {@code k} of all of them or more the value
 * is the squared length of the features; so it is for a batch of one example at any {@code k},
 * whose features are drawn to zero: an epoch should not end with such a batch. Where singular
 * values are equal and only some count, the slope is that of one of the choices, the same in every
 * run.
 *
 * <p>A step costs {@code batch * width * m + 10 m^3} operations more, {@code m} the smaller of
 * both: nothing beside the network up to 128 examples.
 *
 * @param eta 0 or positive, 0.001 in the paper; at 0 nothing changes, byte for byte
 * @param k positive, 1 in the paper
 */
public record BatchSpectralShrinkage(double eta, int k) implements TransferMethod {
  public BatchSpectralShrinkage {
    Factor.require("eta", eta);
    if (k <= 0) {
      throw new IllegalArgumentException("k must be positive, but was " + k);
    }
  }

  @Override
  public String describe() {
    return "batch spectral shrinkage, eta " + eta + ", k " + k;
  }

  @Override
  public boolean changesNothing() {
    return eta == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) {
    String features = stage.backbone().featureVertex();
    return stage.trains(features)
        ? StageAdditions.terms(new SpectralTerm(features, eta, k))
        : StageAdditions.none();
  }
}
