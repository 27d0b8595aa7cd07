package org.graft4j.data.synthetic;

import java.util.Locale;
import java.util.stream.IntStream;
import org.graft4j.data.BatchSource;
import org.graft4j.data.BatchesAhead;
import org.graft4j.data.InputSpec;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Training batches that are drawn as they are asked for: no epoch shows a picture twice, and no
 * file is written.
 *
 * <p>Features are {@code [batch, depth, height, width]}, prepared by the input spec; labels are
 * one-hot {@code [batch, classes]}. Every epoch has the classes in equal numbers, give or take one,
 * in an order of its own. A picture depends on seed, epoch and number alone, so the number of
 * threads changes nothing. Immutable and thread-safe; each iterator is confined to one thread,
 * draws two batches ahead, or two pictures a thread where that is more.
 */
public final class DrawnBatches implements BatchSource {
  private final DrawnTask task;
  private final InputSpec input;
  private final PicturePreparation preparation;
  private final int examples;
  private final int batchSize;
  private final Seed seed;
  private final int threads;

  private DrawnBatches(
      DrawnTask task, InputSpec input, int examples, int batchSize, Seed seed, int threads) {
    this.task = task;
    this.input = input;
    this.preparation = PicturePreparation.of(atSize(input));
    this.examples = examples;
    this.batchSize = batchSize;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * Batches drawn on one thread for each processor.
   *
   * @param input must be square and of RGB, BGR or GREY; its resize rule is not needed, since
   *     pictures are drawn at size
   * @param examples pictures in an epoch, positive
   * @param batchSize pictures in a batch, positive; the last batch has what is left
   */
  public static DrawnBatches of(
      DrawnTask task, InputSpec input, int examples, int batchSize, Seed seed) {
    if (input.height() != input.width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "input must be square, but was %dx%d", input.width(), input.height()));
    }
    if (input.width() < DrawnTask.SMALLEST || input.width() > DrawnTask.LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input's side must be from %d to %d, but was %d",
              DrawnTask.SMALLEST,
              DrawnTask.LARGEST,
              input.width()));
    }
    requirePositive("examples", examples);
    requirePositive("batchSize", batchSize);
    int processors = Runtime.getRuntime().availableProcessors();
    return new DrawnBatches(task, input, examples, batchSize, seed, processors);
  }

  /** Pictures are drawn at size: nothing is to be resized or cut off. */
  private static InputSpec atSize(InputSpec input) {
    return new InputSpec(
        input.height(),
        input.width(),
        new ResizeRule.Squash(),
        input.interpolation(),
        input.channels(),
        input.mean(),
        input.std());
  }

  /** The same batches, drawn by that many threads. */
  public DrawnBatches threads(int count) {
    requirePositive("threads", count);
    return new DrawnBatches(task, input, examples, batchSize, seed, count);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but was " + value);
    }
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch must not be negative, but was " + epoch);
    }
    return new BatchesAhead(
        new DrawnEpoch(this, epoch), task.labels(), input, batchSize, threads, "graft4j-draw");
  }

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public int batches() {
    return (examples + batchSize - 1) / batchSize;
  }

  DrawnTask task() {
    return task;
  }

  InputSpec input() {
    return input;
  }

  PicturePreparation preparation() {
    return preparation;
  }

  Seed seed() {
    return seed;
  }

  /** The label of each picture of an epoch: all classes in turn, shuffled by the epoch's stream. */
  int[] labels(int epoch) {
    int classes = task.labels().size();
    Dice dice = new Dice(seed.stream("draw-order", epoch));
    // Where the classes don't divide the examples, another class has one more each epoch.
    int first = dice.below(classes);
    int[] labels = IntStream.range(0, examples).map(i -> (first + i) % classes).toArray();
    for (int i = examples - 1; i > 0; i--) {
      int other = dice.below(i + 1);
      int label = labels[i];
      labels[i] = labels[other];
      labels[other] = label;
    }
    return labels;
  }
}
