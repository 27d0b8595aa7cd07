package org.graft4j.augment.generate;

import org.graft4j.data.Seed;

/**
 * How a generative network is trained. Immutable.
 *
 * @param size side of its pictures in pixels, 32 or 64
 * @param steps updates of each of the two networks, at least 1
 * @param batch real pictures a step, and as many generated ones; from 4 to 1024
 * @param width maps at the finest layer; the coarser ones have up to four times as many. From 8 to
 *     256
 * @param learningRate of Adam, for both networks; positive; DCGAN has 2e-4 for long runs on many
 *     pictures, short ones take 1e-3
 * @param seed of weights, batches, noise and views
 */
public record GanSettings(
    int size, int steps, int batch, int width, double learningRate, Seed seed) {

  public GanSettings {
    if (size != 32 && size != 64) {
      throw new IllegalArgumentException("size must be 32 or 64, but was " + size);
    }
    requireRange("steps", steps, 1, 10_000_000);
    requireRange("batch", batch, 4, 1024);
    requireRange("width", width, 8, 256);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and finite, but was " + learningRate);
    }
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", but was " + value);
    }
  }

  /** 32x32 pictures, 1500 steps of 32 pictures: two to three minutes on two cores. */
  public static GanSettings standard(Seed seed) {
    return new GanSettings(32, 1500, 32, 24, 1e-3, seed);
  }

  /** The same with pictures of another size. */
  public GanSettings withSize(int newSize) {
    return new GanSettings(newSize, steps, batch, width, learningRate, seed);
  }

  /** The same for another number of steps. */
  public GanSettings withSteps(int newSteps) {
    return new GanSettings(size, newSteps, batch, width, learningRate, seed);
  }

  /** The same with another number of pictures a step. */
  public GanSettings withBatch(int newBatch) {
    return new GanSettings(size, steps, newBatch, width, learningRate, seed);
  }

  /** The same with networks of another width. */
  public GanSettings withWidth(int newWidth) {
    return new GanSettings(size, steps, batch, newWidth, learningRate, seed);
  }

  /** The same with another learning rate. */
  public GanSettings withLearningRate(double newLearningRate) {
    return new GanSettings(size, steps, batch, width, newLearningRate, seed);
  }

  /** The same with another seed. */
  public GanSettings withSeed(Seed newSeed) {
    return new GanSettings(size, steps, batch, width, learningRate, newSeed);
  }
}
