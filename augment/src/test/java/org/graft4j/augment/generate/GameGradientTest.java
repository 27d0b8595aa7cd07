package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The generator learns from a gradient that goes through the discriminator's input and the views: a
 * wrong one there still trains, only badly, so nothing but central differences would show it.
 */
class GameGradientTest {
  private static final GanNetworks TINY = new GanNetworks(8, 3, 2, 3, 2, 1e-3, DataType.DOUBLE);
  private static final int[] LABELS = {0, 1, 1};
  private static final int BATCH = LABELS.length;

  @Test
  void inputGradient_ofDiscriminator_isThatOfCentralDifferences() {
    try (Player discriminator = new Player(TINY.discriminator(7));
        INDArray pictures =
            Latent.array(random(BATCH * 3 * 64, 0.5), DataType.DOUBLE, BATCH, 3, 8, 8)) {
      strengthen(discriminator, 20);
      try (INDArray slopes = inputSlopes(discriminator, pictures)) {
        double[] computed = slopes.dup('c').data().asDouble();

        assertSlopes(
            computed, pictures, 0, computed.length, 7, () -> loss(discriminator, pictures));
      }
    }
  }

  @Test
  void parameterGradient_ofGenerator_isThatOfCentralDifferencesThroughTheDiscriminator() {
    try (Player generator = new Player(TINY.generator(3));
        Player discriminator = new Player(TINY.discriminator(7));
        INDArray input = Latent.array(noise(), BATCH, DataType.DOUBLE)) {
      strengthen(generator, 10);
      strengthen(discriminator, 20);
      try (INDArray slopes = inputSlopes(discriminator, generator.forward(input))) {
        generator.backward(slopes).close();
      }
      double[] computed = generator.slopes();

      // Not the batch norms' parameters: their statistics have no slope.
      DoubleSupplier loss = () -> loss(discriminator, generator.forward(input));
      int first = (int) generator.network().getLayer(0).getParam("W").length();
      assertSlopes(computed, generator.network().params(), 0, first, 3, loss);
      int last = last(generator);
      assertSlopes(computed, generator.network().params(), last, computed.length, 3, loss);
      assertThat(last).isGreaterThan(first);
    }
  }

  @Test
  void parameterGradient_ofDiscriminator_isThatOfCentralDifferences() {
    try (Player discriminator = new Player(TINY.discriminator(7));
        INDArray pictures =
            Latent.array(random(BATCH * 3 * 64, 0.5), DataType.DOUBLE, BATCH, 3, 8, 8)) {
      strengthen(discriminator, 20);
      inputSlopes(discriminator, pictures).close();
      double[] computed = discriminator.slopes();

      INDArray parameters = discriminator.network().params();
      DoubleSupplier loss = () -> loss(discriminator, pictures);
      int last = last(discriminator);
      assertSlopes(computed, parameters, 0, last, 3, loss);
      assertSlopes(computed, parameters, last, computed.length, 3, loss);
    }
  }

  /** Where the parameters of the last layer that has any begin. */
  private static int last(Player player) {
    long behind = 0;
    for (int k = player.network().getnLayers() - 1; behind == 0; k--) {
      behind = player.network().getLayer(k).numParams();
    }
    return (int) (player.network().params().length() - behind);
  }

  /** Holds every so many slopes against differences of the loss by the values. */
  private static void assertSlopes(
      double[] slopes, INDArray values, int from, int to, int every, DoubleSupplier loss) {
    double h = 1e-6;
    for (int k = from; k < to; k += every) {
      double kept = values.data().getDouble(k);
      values.data().put(k, kept + h);
      double above = loss.getAsDouble();
      values.data().put(k, kept - h);
      double below = loss.getAsDouble();
      values.data().put(k, kept);
      assertThat(slopes[k]).isCloseTo((above - below) / (2 * h), within(1e-6));
    }
    assertThat(Arrays.stream(slopes, from, to).map(Math::abs).max().orElseThrow())
        .isGreaterThan(1e-3);
  }

  @Test
  void views_back_isTheAdjointOfTheirLinearPart() {
    RandomGenerator random = Seed.of(5).stream("test");
    SharedViews views = SharedViews.draw(4, 3, 16, random);
    float[] x = random(4 * 3 * 256, 1);
    float[] y = random(4 * 3 * 256, 1);
    float[] viewed = x.clone();
    views.apply(viewed);
    float[] ofZero = new float[x.length];
    views.apply(ofZero);
    float[] back = y.clone();

    views.back(back);

    double left = 0;
    double right = 0;
    for (int i = 0; i < x.length; i++) {
      left += (viewed[i] - ofZero[i]) * (double) y[i];
      right += x[i] * (double) back[i];
    }
    assertThat(left).isCloseTo(right, within(1e-3));
    assertThat(Math.abs(left)).isGreaterThan(1e-2);
  }

  /** Initial weights are small: slopes would drown in rounding. */
  private static void strengthen(Player player, double factor) {
    INDArray parameters = player.network().params();
    for (int k = 0; k < parameters.length(); k++) {
      double value = parameters.getDouble(k);
      if (Math.abs(value) < 0.2) {
        parameters.putScalar(k, value * factor);
      }
    }
  }

  private static INDArray inputSlopes(Player discriminator, INDArray pictures) {
    Scores scores = Scores.of(discriminator.forward(pictures), LABELS);
    for (int i = 0; i < BATCH; i++) {
      scores.lose(i, -1);
    }
    try (INDArray error = scores.error(DataType.DOUBLE)) {
      return discriminator.backward(error);
    }
  }

  private static double loss(Player discriminator, INDArray pictures) {
    Scores scores = Scores.of(discriminator.forward(pictures), LABELS);
    double loss = 0;
    for (int i = 0; i < BATCH; i++) {
      loss += scores.lose(i, -1);
    }
    return loss;
  }

  private static float[] noise() {
    float[] rows = new float[BATCH * 5];
    RandomGenerator random = Seed.of(2).stream("noise");
    for (int i = 0; i < BATCH; i++) {
      Latent.draw(rows, i, 3, 2, LABELS[i], random);
    }
    return rows;
  }

  private static float[] random(int n, double scale) {
    RandomGenerator random = Seed.of(11).stream("pixels", n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
