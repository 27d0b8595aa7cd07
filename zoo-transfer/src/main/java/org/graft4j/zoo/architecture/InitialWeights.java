package org.graft4j.zoo.architecture;

import java.util.random.RandomGenerator;

/**
 * The random weights that training from scratch begins with. Norms are the identity, and biases 0
 * unless stated otherwise. Immutable.
 *
 * @param convolution weights of convolutions
 * @param dense weights of dense layers
 * @param head weights of the classifying layer, be it dense or a convolution
 * @param denseBias biases of dense layers, the classifying one included
 */
public record InitialWeights(Spread convolution, Spread dense, Spread head, Spread denseBias) {

  /** Residual networks of torchvision: fan out, and torch's default for dense layers. */
  static final InitialWeights RES_NET =
      new InitialWeights(
          Spread.HE_FAN_OUT, Spread.UNIFORM_FAN_IN, Spread.UNIFORM_FAN_IN, Spread.UNIFORM_FAN_IN);

  /** All weights of the same spread, all biases 0. */
  static InitialWeights all(Spread spread) {
    return of(spread, spread);
  }

  /** Convolutions and dense layers of their own spreads, all biases 0. */
  static InitialWeights of(Spread convolution, Spread dense) {
    return new InitialWeights(convolution, dense, dense, Spread.ZERO);
  }

  /**
   * A distribution around 0 whose width may depend on the layer: {@code in} is the number of values
   * that make one output, {@code out} the number of outputs times the places of the kernel (groups
   * do not count, as in torch).
   */
  public enum Spread {
    /** Nothing but 0. */
    ZERO {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return 0;
      }
    },
    /** Normal with deviation {@code sqrt(2 / out)} (He et al. 2015, arXiv:1502.01852). */
    HE_FAN_OUT {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return random.nextGaussian() * Math.sqrt(2 / out);
      }
    },
    /** Normal with deviation {@code sqrt(2 / in)}. */
    HE_FAN_IN {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return random.nextGaussian() * Math.sqrt(2 / in);
      }
    },
    /** Uniform with the deviation of {@link #HE_FAN_IN}: within {@code +-sqrt(6 / in)}. */
    HE_UNIFORM {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return within(random, Math.sqrt(6 / in));
      }
    },
    /** Uniform within {@code +-1 / sqrt(in)}: torch's default. */
    UNIFORM_FAN_IN {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return within(random, 1 / Math.sqrt(in));
      }
    },
    /** Uniform within {@code +-1 / sqrt(out)}. */
    UNIFORM_FAN_OUT {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return within(random, 1 / Math.sqrt(out));
      }
    },
    /** Uniform within {@code +-sqrt(6 / (in + out))} (Glorot and Bengio 2010): Keras's default. */
    GLOROT {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return within(random, Math.sqrt(6 / (in + out)));
      }
    },
    /** Normal with deviation 0.01. */
    NORMAL_1_PERCENT {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return random.nextGaussian() * 0.01;
      }
    },
    /** Normal with deviation 0.02. */
    NORMAL_2_PERCENT {
      @Override
      double draw(RandomGenerator random, double in, double out) {
        return random.nextGaussian() * 0.02;
      }
    };

    abstract double draw(RandomGenerator random, double in, double out);

    private static double within(RandomGenerator random, double bound) {
      return random.nextDouble(-bound, bound);
    }
  }
}
