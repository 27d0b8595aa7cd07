package org.graft4j.train;

import java.util.Locale;

/**
 * What the weights of a stage are averaged over. The averages take the place of the weights where
 * the network is scored and at the end of the stage; the steps go on from the weights themselves.
 *
 * <p>Running means and variances of batch norms are averaged like weights, which is what timm's
 * {@code ModelEmaV3} does; PyTorch's {@code AveragedModel} copies the last ones by default, and its
 * {@code update_bn} then measures them anew over the training data. An average of variances leaves
 * out how far the means moved meanwhile: it fits averages of weights that lie close together.
 */
public sealed interface WeightAveraging {

  /** The weights as the last step left them. */
  record None() implements WeightAveraging {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * Exponential moving average: after each step {@code e = d e + (1 - d) w}, from the weights after
   * the first step.
   *
   * @param decay d, in [0, 1): about 1 / (1 - d) steps count; 0 is the last step alone
   * @param warmUp whether d grows from 0, by timm's {@code 1 - (1 + step)^(-2/3)}, up to the given
   *     one, so that a short stage does not keep its first weights
   */
  record Ema(double decay, boolean warmUp) implements WeightAveraging {
    public Ema {
      if (!(decay >= 0 && decay < 1)) {
        throw new IllegalArgumentException("decay must be in [0, 1), but was " + decay);
      }
    }

    @Override
    public String toString() {
      return "EMA, decay " + decay + (warmUp ? " after a warm-up" : "");
    }

    /** The decay at an update, counted from 0; the first takes the weights as they are. */
    double decayAt(long update) {
      if (update == 0) {
        return 0;
      }
      return warmUp ? Math.min(decay, 1 - Math.pow(1.0 + update, -2.0 / 3)) : decay;
    }
  }

  /**
   * Stochastic weight averaging (Izmailov et al. 2018): the mean of the weights at the ends of the
   * last epochs. Takes a learning rate that is still high then, say a constant one.
   *
   * @param start share of the stage's epochs before the first that counts, in [0, 1); the last
   *     epoch always counts, and alone it is no average
   */
  record Swa(double start) implements WeightAveraging {
    public Swa {
      if (!(start >= 0 && start < 1)) {
        throw new IllegalArgumentException("start must be in [0, 1), but was " + start);
      }
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "SWA from %s of the epochs", start);
    }

    /** Whether the weights at the end of an epoch count; epochs from 0. */
    boolean counts(int epoch, int epochs) {
      return epoch >= Math.min(epochs - 1, Math.round(start * epochs));
    }
  }

  /** The weights as the last step left them. */
  static WeightAveraging none() {
    return new None();
  }

  /** Exponential moving average with a warm-up of the decay. */
  static WeightAveraging ema(double decay) {
    return new Ema(decay, true);
  }

  /** The mean over the ends of the last quarter of the epochs. */
  static WeightAveraging swa() {
    return new Swa(0.75);
  }
}
