package org.graft4j.eval.uncertainty;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;

/**
 * How intervals are made. Immutable.
 *
 * @param method how the ends are taken from the draws
 * @param replicates draws, at least 100, and so many that five lie beyond either end
 * @param confidence in (0, 1)
 * @param seed of the draws
 * @param stratified whether each draw has as many samples of each class as there are: right where
 *     the shares of the classes were chosen when the samples were gathered
 * @param groups what is drawn together, where samples are not independent; not with {@code
 *     stratified}
 */
public record IntervalSettings(
    Bootstrap.Method method,
    int replicates,
    double confidence,
    Seed seed,
    boolean stratified,
    Optional<Groups> groups) {

  /** BCa, 2,000 draws of single samples, 95 %. */
  public static final IntervalSettings STANDARD =
      new IntervalSettings(Bootstrap.Method.BCA, 2000, 0.95, Seed.of(42), false, Optional.empty());

  private static final int MOST_TOGETHER = 200_000;

  public IntervalSettings {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
    long needed = Math.max(Bootstrap.FEWEST, Bootstrapped.needed((1 - confidence) / 2));
    if (replicates < needed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "replicates must be at least %d for a confidence of %s, but were %d",
              needed,
              confidence,
              replicates));
    }
    if (stratified && groups.isPresent()) {
      throw new IllegalArgumentException(
          "draws must be stratified or grouped, but were to be both: a group may be of several"
              + " classes");
    }
  }

  /**
   * What is drawn together.
   *
   * @param by what makes the groups, say {@code "patient"}
   * @param of the group of each sample, in the order of the table
   */
  public record Groups(String by, List<String> of) {
    public Groups {
      of = List.copyOf(of);
    }
  }

  /** The same with another method. */
  public IntervalSettings withMethod(Bootstrap.Method value) {
    return new IntervalSettings(value, replicates, confidence, seed, stratified, groups);
  }

  /** The same with so many draws and that confidence, which may need so many. */
  public IntervalSettings withDraws(int number, double wanted) {
    return new IntervalSettings(method, number, wanted, seed, stratified, groups);
  }

  /**
   * The same for several intervals that are to hold together, and for as many tests: each interval
   * of a confidence so much higher (Bonferroni), and as many draws as it takes to put an end, or a
   * p-value that is corrected for their number, beyond the luck of a few; of themselves they become
   * at most {@value #MOST_TOGETHER}.
   *
   * @param many positive
   * @throws IllegalArgumentException if so many draws do not reach so high a confidence
   */
  public IntervalSettings together(int many) {
    if (many <= 0) {
      throw new IllegalArgumentException("many must be positive, but were " + many);
    }
    if (many == 1) {
      return this;
    }
    double level = (1 - confidence) / many;
    long wanted = (long) Math.min(MOST_TOGETHER, Math.ceil(20 / level));
    return withDraws((int) Math.max(replicates, wanted), 1 - level);
  }

  /** The same with so many draws. */
  public IntervalSettings withReplicates(int value) {
    return new IntervalSettings(method, value, confidence, seed, stratified, groups);
  }

  /** The same with another confidence. */
  public IntervalSettings withConfidence(double value) {
    return new IntervalSettings(method, replicates, value, seed, stratified, groups);
  }

  /** The same with another seed. */
  public IntervalSettings withSeed(Seed value) {
    return new IntervalSettings(method, replicates, confidence, value, stratified, groups);
  }

  /** The same with draws that keep the number of samples of each class. */
  public IntervalSettings stratifiedByClass() {
    return new IntervalSettings(method, replicates, confidence, seed, true, groups);
  }

  /**
   * The same with draws of whole groups.
   *
   * @param by what makes the groups, say {@code "patient"}
   * @param of the group of each sample, in the order of the table
   */
  public IntervalSettings grouped(String by, List<String> of) {
    return new IntervalSettings(
        method, replicates, confidence, seed, stratified, Optional.of(new Groups(by, of)));
  }

  /** Wilson's interval where samples are independent, else none. */
  Optional<Interval> wilson(long successes, long n) {
    return groups.isPresent()
        ? Optional.empty()
        : Optional.of(Interval.wilson(successes, n, confidence));
  }
}
