package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Which class of pixels was taken for which, over masks. Mutable, confined to one thread; its size
 * depends on the number of classes alone.
 *
 * <p>Pixels whose label is the ignored one do not count. A class that is in neither labels nor
 * predictions has no IoU, and means leave it out.
 */
public final class SegmentationCounts implements MetricState<SegmentationCounts> {
  private static final String KIND = "segmentationCounts";

  private final long[][] counts;
  private final int ignored;

  /**
   * No pixels yet.
   *
   * @param classes positive, at most 256
   * @param ignored the label of pixels that do not count, 0 to 255
   */
  public SegmentationCounts(int classes, int ignored) {
    if (classes <= 0 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 1 to 256, but were " + classes);
    }
    if (ignored < 0 || ignored > 255) {
      throw new IllegalArgumentException("ignored must be from 0 to 255, but was " + ignored);
    }
    this.counts = new long[classes][classes];
    this.ignored = ignored;
  }

  /**
   * Counts the pixels of one mask.
   *
   * @param id names the sample in messages
   * @param target the true classes, one byte a pixel without sign; not kept
   * @param predicted the predicted ones, as many
   * @throws IllegalArgumentException if they are not as many, or a class is none; nothing was
   *     counted then
   */
  public void update(String id, byte[] target, byte[] predicted) {
    if (target.length != predicted.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the predicted mask of '%s' must have as many pixels as the true one, but they were %d and %d",
              id,
              predicted.length,
              target.length));
    }
    long[][] own = new long[counts.length][counts.length];
    for (int i = 0; i < target.length; i++) {
      int label = target[i] & 0xff;
      if (label != ignored) {
        int guess = predicted[i] & 0xff;
        requireClass(id, label, guess);
        own[label][guess]++;
      }
    }
    add(own);
  }

  private void requireClass(String id, int label, int guess) {
    if (label >= counts.length || guess >= counts.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels of '%s' must be of a class below %d, or %d where ignored, but one had label %d and prediction %d",
              id,
              counts.length,
              ignored,
              label,
              guess));
    }
  }

  private void add(long[][] other) {
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] = Math.addExact(counts[i][j], other[i][j]);
      }
    }
  }

  @Override
  public void merge(SegmentationCounts other) {
    if (other.counts.length != counts.length || other.ignored != ignored) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "classes and ignored label must be the same to merge states, but were %d, %d and %d, %d",
              counts.length,
              ignored,
              other.counts.length,
              other.ignored));
    }
    add(other.counts);
  }

  /** Labelled pixels so far: those that are not ignored. */
  @Override
  public long n() {
    return confusion().n();
  }

  @Override
  public String toJson() {
    long[] flat = Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray();
    return StateJson.of(KIND)
        .put("classes", counts.length)
        .put("ignored", ignored)
        .put("counts", flat)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static SegmentationCounts fromJson(String json) throws MalformedStateException {
    StateJson read = StateJson.parse(json, KIND, "classes", "ignored", "counts");
    long classes = read.count("classes");
    long ignored = read.count("ignored");
    if (classes < 1 || classes > 256) {
      throw read.contradiction("classes", "must be from 1 to 256");
    }
    if (ignored > 255) {
      throw read.contradiction("ignored", "must be from 0 to 255");
    }
    SegmentationCounts state = new SegmentationCounts((int) classes, (int) ignored);
    long[] flat = read.counts("counts");
    int width = (int) classes;
    read.requireLength("counts", flat.length, width * width);
    for (int i = 0; i < width; i++) {
      state.counts[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return state;
  }

  /** All that counts give: accuracy is the pixel accuracy. */
  public ConfusionMetrics confusion() {
    long[][] copy = new long[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      copy[i] = counts[i].clone();
    }
    return ConfusionMetrics.ofOwned(copy);
  }

  /** Mean IoU (Jaccard's index) over the classes that occur. */
  public OptionalDouble meanIou() {
    return confusion().average(ClassMeasure.IOU, Average.MACRO_OCCURRING);
  }

  /** Mean Dice coefficient, which is F1, over the classes that occur. */
  public OptionalDouble meanDice() {
    return confusion().average(ClassMeasure.F1, Average.MACRO_OCCURRING);
  }

  /** IoU over the classes by their share of the labelled pixels. */
  public OptionalDouble frequencyWeightedIou() {
    return confusion().average(ClassMeasure.IOU, Average.WEIGHTED);
  }

  /** The classes one by one. */
  public List<ClassCounts> perClass() {
    return confusion().perClass();
  }
}
