package org.graft4j.augment.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two networks and one step of their game: the discriminator learns to tell real pictures from
 * generated ones of the same classes, then the generator learns from the discriminator's gradient
 * by its pictures (the non-saturating loss of arXiv 1406.2661). Confined to one thread.
 */
final class Game implements AutoCloseable {
  private final GanNetworks form;
  private final RealPictures real;
  private final Seed seed;
  private final int batch;
  private final Player generator;
  private final Player discriminator;

  /**
   * What a step cost.
   *
   * @param discriminator mean of its losses on real and on generated pictures; ln 2 for a coin
   * @param generator mean loss
   */
  record Losses(double discriminator, double generator) {
    boolean finite() {
      return Double.isFinite(discriminator) && Double.isFinite(generator);
    }
  }

  Game(GanNetworks form, RealPictures real, int batch, Seed seed) {
    this.form = form;
    this.real = real;
    this.batch = batch;
    this.seed = seed;
    generator = new Player(form.generator(seed.derive("gan-generator")));
    discriminator = new Player(form.discriminator(seed.derive("gan-discriminator")));
  }

  Player generator() {
    return generator;
  }

  /** One update of each; its chance depends on the seed and the step's number alone. */
  Losses step(int step) {
    RandomGenerator random = seed.stream("gan-step", step);
    int[] labels = real.drawLabels(batch, random);
    float[] noise = new float[batch * (form.latent() + form.classes())];
    for (int i = 0; i < batch; i++) {
      Latent.draw(noise, i, form.latent(), form.classes(), labels[i], random);
    }
    try (INDArray input = Latent.array(noise, batch, form.type())) {
      float[] fake = Latent.values(generator.forward(input));
      double told = teachDiscriminator(real.draw(labels, random), fake, labels, random);
      double fooled = teachGenerator(fake, labels, random);
      return new Losses(told, fooled);
    }
  }

  private double teachDiscriminator(
      float[] pictures, float[] fake, int[] labels, RandomGenerator random) {
    int length = pictures.length;
    float[] both = Arrays.copyOf(pictures, 2 * length);
    System.arraycopy(fake, 0, both, length, length);
    SharedViews.draw(2 * batch, form.channels(), form.size(), random).apply(both);
    int[] twice = Arrays.copyOf(labels, 2 * batch);
    System.arraycopy(labels, 0, twice, batch, batch);
    try (INDArray input = pictures(both, 2 * batch)) {
      Scores scores = Scores.of(discriminator.forward(input), twice);
      double loss = 0;
      for (int i = 0; i < 2 * batch; i++) {
        // Softplus of the score of a generated picture, and of the negative of a real one's.
        loss += scores.lose(i, i < batch ? -1 : 1);
      }
      try (INDArray error = scores.error(form.type())) {
        discriminator.backward(error).close();
        discriminator.update(batch);
      }
      return loss / (2 * batch);
    }
  }

  private double teachGenerator(float[] fake, int[] labels, RandomGenerator random) {
    SharedViews views = SharedViews.draw(batch, form.channels(), form.size(), random);
    float[] seen = fake.clone();
    views.apply(seen);
    try (INDArray input = pictures(seen, batch)) {
      Scores scores = Scores.of(discriminator.forward(input), labels);
      double loss = 0;
      for (int i = 0; i < batch; i++) {
        loss += scores.lose(i, -1);
      }
      float[] slopes;
      try (INDArray error = scores.error(form.type());
          INDArray byView = discriminator.backward(error)) {
        slopes = Latent.values(byView);
      }
      views.back(slopes);
      try (INDArray error = pictures(slopes, batch)) {
        generator.backward(error).close();
        generator.update(batch);
      }
      return loss / batch;
    }
  }

  private INDArray pictures(float[] values, int count) {
    return Latent.array(values, form.type(), count, form.channels(), form.size(), form.size());
  }

  @Override
  public void close() {
    generator.close();
    discriminator.close();
  }
}
