package org.graft4j.train;

/**
 * The rule by which gradients become steps; formulas and defaults are PyTorch's.
 *
 * <p>A value: the state lives in the loop and is kept by parameter name, with a step count for each
 * parameter, so that a layer that is unfrozen later starts its bias correction afresh.
 */
public sealed interface Optimizer {

  /**
   * Stochastic gradient descent with heavy-ball momentum ({@code torch.optim.SGD}).
   *
   * <p>{@code v = momentum v + g; p -= rate v}, with Nesterov {@code p -= rate (g + momentum v)}.
   *
   * @param momentum in [0, 1)
   * @param nesterov looks one step ahead; needs a momentum above 0
   * @param weightDecay L2, added to the gradient of weights (not of biases and norms); 0 for none
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {
    public Sgd {
      requireFraction("momentum", momentum);
      requireNotNegative("weightDecay", weightDecay);
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("nesterov must have a momentum above 0, but was 0");
      }
    }

    @Override
    public String toString() {
      return "SGD, momentum "
          + momentum
          + (nesterov ? " (Nesterov)" : "")
          + ", weight decay "
          + weightDecay;
    }
  }

  /**
   * Adam (Kingma, Ba 2015) or, with {@code decoupled}, AdamW (Loshchilov, Hutter 2019).
   *
   * <p>{@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p -= rate mHat /
   * (sqrt(vHat) + epsilon)}. Unlike DL4J's, epsilon is added after the bias correction.
   *
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   * @param weightDecay of weights (not of biases and norms); 0 for none
   * @param decoupled whether decay shrinks the weights themselves ({@code p -= rate weightDecay p})
   *     instead of being added to the gradient
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
      implements Optimizer {
    public Adam {
      requireFraction("beta1", beta1);
      requireFraction("beta2", beta2);
      requireNotNegative("weightDecay", weightDecay);
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon must be positive, but was " + epsilon);
      }
    }

    @Override
    public String toString() {
      return (decoupled ? "AdamW" : "Adam")
          + ", betas "
          + beta1
          + " and "
          + beta2
          + ", epsilon "
          + epsilon
          + ", weight decay "
          + weightDecay;
    }
  }

  /** SGD with momentum. */
  static Optimizer sgd(double momentum) {
    return new Sgd(momentum, false, 0);
  }

  /** Adam with the usual 0.9, 0.999 and 1e-8, without decay. */
  static Optimizer adam() {
    return new Adam(0.9, 0.999, 1e-8, 0, false);
  }

  /** AdamW with the usual 0.9, 0.999 and 1e-8. */
  static Optimizer adamW(double weightDecay) {
    return new Adam(0.9, 0.999, 1e-8, weightDecay, true);
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), but was " + value);
    }
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must not be negative, but was " + value);
    }
  }
}
