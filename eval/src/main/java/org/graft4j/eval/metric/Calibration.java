package org.graft4j.eval.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a classifier is right as often as it says: samples in bins of equal width by the
 * probability of their predicted class. Mutable, confined to one thread; its size depends on the
 * number of bins alone.
 *
 * <p>Bin k of n holds probabilities in {@code [k/n, (k+1)/n)}, the last one also 1 (Naeini, Cooper,
 * Hauskrecht 2015; Guo et al. 2017, arXiv 1706.04599). The error is biased upwards when bins hold
 * few samples.
 */
public final class Calibration implements MetricState<Calibration> {
  private static final String KIND = "calibration";

  private final long[] counts;
  private final long[] correct;
  private final ExactSum[] confidences;

  /**
   * No samples yet.
   *
   * @param bins positive; 15 is usual
   */
  public Calibration(int bins) {
    if (bins <= 0) {
      throw new IllegalArgumentException("bins must be positive, but were " + bins);
    }
    this.counts = new long[bins];
    this.correct = new long[bins];
    this.confidences = new ExactSum[bins];
    for (int i = 0; i < bins; i++) {
      confidences[i] = new ExactSum();
    }
  }

  private Calibration(long[] counts, long[] correct, ExactSum[] confidences) {
    this.counts = counts;
    this.correct = correct;
    this.confidences = confidences;
  }

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param confidence probability of the predicted class, in [0, 1]
   * @param right whether that was the sample's class
   */
  public void update(String id, double confidence, boolean right) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "confidence of '" + id + "' must be in [0, 1], but was " + confidence);
    }
    int bin = Math.min(counts.length - 1, (int) (counts.length * confidence));
    counts[bin]++;
    correct[bin] += right ? 1 : 0;
    confidences[bin].add(confidence);
  }

  @Override
  public void merge(Calibration other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "bins must be as many to merge states, but were "
              + counts.length
              + " and "
              + other.counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.addExact(counts[i], other.counts[i]);
      correct[i] += other.correct[i];
      confidences[i].add(other.confidences[i]);
    }
  }

  /**
   * One bin of the reliability diagram.
   *
   * @param count samples in it
   * @param confidence their mean probability; undefined without samples
   * @param accuracy share of them that is right; undefined without samples
   */
  public record Bin(long count, OptionalDouble confidence, OptionalDouble accuracy) {

    /** How far confidence and accuracy are apart, 0 without samples. */
    double gap() {
      return count == 0 ? 0 : Math.abs(accuracy.getAsDouble() - confidence.getAsDouble());
    }
  }

  /** The bins from the least sure to the surest, also the empty ones. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      bins.add(
          counts[i] == 0
              ? new Bin(0, OptionalDouble.empty(), OptionalDouble.empty())
              : new Bin(
                  counts[i],
                  OptionalDouble.of(confidences[i].value() / counts[i]),
                  OptionalDouble.of((double) correct[i] / counts[i])));
    }
    return bins;
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("counts", counts)
        .put("correct", correct)
        .put("confidenceSums", confidences)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static Calibration fromJson(String json) throws MalformedStateException {
    StateJson read = StateJson.parse(json, KIND, "counts", "correct", "confidenceSums");
    long[] counts = read.counts("counts");
    long[] correct = read.counts("correct");
    read.requireLength("correct", correct.length, counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (correct[i] > counts[i]) {
        throw read.contradiction("correct", "must not be above counts");
      }
    }
    return new Calibration(counts, correct, read.sums("confidenceSums", counts, 1));
  }

  /** Samples so far. */
  @Override
  public long n() {
    long n = 0;
    for (long count : counts) {
      n += count;
    }
    return n;
  }

  /** ECE: the mean gap between confidence and accuracy over the samples, in [0, 1]. */
  public OptionalDouble expectedError() {
    long n = n();
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(bins().stream().mapToDouble(b -> b.count() * b.gap()).sum() / n);
  }

  /** MCE: the largest gap of a bin that has samples, in [0, 1]. */
  public OptionalDouble maximumError() {
    return n() == 0 ? OptionalDouble.empty() : bins().stream().mapToDouble(Bin::gap).max();
  }

  /** The root of the mean squared gap over the samples, in [0, 1]. */
  public OptionalDouble rootMeanSquareError() {
    long n = n();
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.sqrt(bins().stream().mapToDouble(b -> b.count() * b.gap() * b.gap()).sum() / n));
  }
}
