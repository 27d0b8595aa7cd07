package org.graft4j.zoo.adapt;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpec.ChannelOrder;
import org.graft4j.model.Backbone;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A backbone of pictures with one number of channels for pictures with another: its first
 * convolution is adapted, everything else stays.
 *
 * <p>With kernels {@code W_0 .. W_(d-1)} of the {@code d} channels and their sum {@code S}, channel
 * {@code j} of {@code n} gets
 *
 * <pre>  V_j = d/n W_(j mod d) + (S - R) / n,   R = sum over j of d/n W_(j mod d)</pre>
 *
 * <p>The first term is timm's rule ({@code adapt_input_conv}: repeat and rescale). It keeps the
 * response to equal channels only where {@code d} divides {@code n}; the second spreads what is
 * missing over all channels, so that {@code sum V_j = S} always. For one channel {@code V_0 = S},
 * the plain sum.
 *
 * <p>The new backbone has no card: these are no longer the weights of a file.
 */
public final class InputChannels {
  private InputChannels() {}

  /**
   * The same network for {@code n} channels by the rule above. A tensor with equal channels gives
   * what the given network gives for the same values in all of its channels, exactly but for
   * rounding.
   *
   * <p>The new input spec has the average of the means and of the standard deviations in all
   * channels. So pictures with equal channels give the same too if all old means are equal and all
   * old deviations; where they differ, as ImageNet's do, the normalised values differ by up to 0.2
   * and the features a little. {@link #grey} goes further for one channel.
   *
   * @param n 1 gives channel order GREY, any other number OTHER, for which the caller brings the
   *     tensors, {@code (p / 255 - mean) / std}
   * @throws IllegalArgumentException if n is not positive, or the network does not begin with one
   *     plain convolution
   */
  public static Backbone of(Backbone backbone, int n) {
    if (n <= 0) {
      throw new IllegalArgumentException("channels must be positive, but was " + n);
    }
    Stem stem = stem(backbone);
    if (n == stem.depth()) {
      return backbone;
    }
    InputSpec input = backbone.input();
    InputSpec adapted = channels(input, n, average(input.mean()), average(input.std()));
    INDArray nothing = Nd4j.zeros(stem.weights().dataType(), stem.weights().size(0));
    return with(backbone, stem.with(stem.mixed(shares(stem.depth(), n)), nothing), adapted);
  }

  /**
   * The same network for grey pictures: a picture whose channels are equal gives the same features
   * from its one channel, wherever the first kernels lie inside of it.
   *
   * <p>With means {@code m_c} and deviations {@code s_c} the network sees {@code (p - m_c) / s_c}.
   * The new spec has {@code 1/s = average of 1/s_c} and {@code m / s = average of m_c / s_c}; the
   * kernel is {@code V = sum s / s_c W_c}; and what still differs is a constant, {@code sum W_c (m
   * - m_c) / s_c} over the kernel's places, which goes into the convolution's bias, or the mean of
   * the batch norm behind it. All of this is exact, but for the places where a kernel reaches over
   * the picture's border into padding: there the constant is that of the whole kernel, not of the
   * part inside. If all means are equal and all deviations, {@code V} is the plain sum, the
   * constant zero, and the border exact too.
   *
   * @throws IllegalArgumentException if the network does not begin with one plain convolution
   */
  public static Backbone grey(Backbone backbone) {
    Stem stem = stem(backbone);
    InputSpec input = backbone.input();
    int depth = stem.depth();
    if (depth == 1) {
      return backbone;
    }
    double inverse = 0;
    double offset = 0;
    for (int c = 0; c < depth; c++) {
      inverse += 1 / input.std().get(c) / depth;
      offset += input.mean().get(c) / input.std().get(c) / depth;
    }
    double std = 1 / inverse;
    double mean = offset * std;
    double[][] shares = new double[1][depth];
    double[] constants = new double[depth];
    for (int c = 0; c < depth; c++) {
      shares[0][c] = std / input.std().get(c);
      constants[c] = (mean - input.mean().get(c)) / input.std().get(c);
      // numbers that differ by rounding only are equal: no bias comes of them
      constants[c] = Math.abs(constants[c]) < 1e-12 ? 0 : constants[c];
    }
    ComputationGraph graph = stem.with(stem.mixed(shares), stem.sums(constants));
    return with(backbone, graph, channels(input, 1, mean, std));
  }

  private static Stem stem(Backbone backbone) {
    Stem stem = Stem.of(backbone.graph());
    if (stem.depth() != backbone.input().depth()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the input spec must have as many channels as the first convolution '%s' reads, %d, but has %d",
              stem.vertex(),
              stem.depth(),
              backbone.input().depth()));
    }
    return stem;
  }

  /** The formula above, as shares of each old kernel in each new one. */
  private static double[][] shares(int d, int n) {
    double[][] shares = new double[n][d];
    double[] repeated = new double[d];
    double scale = (double) d / n;
    for (int j = 0; j < n; j++) {
      repeated[j % d] += scale;
    }
    for (int j = 0; j < n; j++) {
      for (int c = 0; c < d; c++) {
        shares[j][c] = (c == j % d ? scale : 0) + (1 - repeated[c]) / n;
      }
    }
    return shares;
  }

  private static InputSpec channels(InputSpec input, int n, double mean, double std) {
    return input.withChannels(
        n == 1 ? ChannelOrder.GREY : ChannelOrder.OTHER,
        Collections.nCopies(n, mean),
        Collections.nCopies(n, std));
  }

  private static double average(List<Double> values) {
    return values.stream().flatMapToDouble(DoubleStream::of).average().orElseThrow();
  }

  private static Backbone with(Backbone backbone, ComputationGraph graph, InputSpec input) {
    return new Backbone(
        backbone.architecture(),
        graph,
        input,
        backbone.groups(),
        backbone.featureVertex(),
        backbone.featureWidth(),
        Optional.empty());
  }
}
