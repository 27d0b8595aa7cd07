package org.graft4j.eval.diagnose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.math3.distribution.TDistribution;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;

/**
 * What pretrained weights are worth: the accuracy that they gain over the same network from random
 * weights, on the same training and held-out items. It holds for the budgets that both were given:
 * from scratch takes more epochs, so look at {@link TrainingBudget#trainingLoss} too.
 *
 * <p>The interval is Tango's of a paired difference for one run, which speaks of these two trained
 * networks. Several runs are either trainings by several seeds, measured on the same items, or
 * folds, measured on items of which none comes twice; both speak of training again.
 *
 * <ul>
 *   <li>Seeds: Tango's interval at the mean counts, widened by the spread between the runs, {@code
 *       t s / sqrt(runs)}, the two added as squares.
 *   <li>Folds: the corrected resampled t interval of the folds' gains, with variance {@code s² (1 /
 *       folds + held out / training)} since training parts overlap (Nadeau and Bengio 2003,
 *       "Inference for the generalization error", Machine Learning 52), or Tango's of all items
 *       together where that is the wider: gains that are alike by chance have no spread.
 * </ul>
 *
 * @param runs one at least
 * @param interval of the gain
 */
public record TransferGain(List<PairedRun> runs, Interval interval) {

  public TransferGain {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs must not be empty");
    }
  }

  /**
   * The gain of runs that were made.
   *
   * @param confidence in (0, 1)
   * @throws IllegalArgumentException if there are none, or if their held-out items are neither all
   *     the same nor all different
   */
  public static TransferGain of(List<PairedRun> runs, double confidence) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs must not be empty");
    }
    if (runs.size() == 1) {
      return new TransferGain(runs, pooled(runs, confidence));
    }
    return new TransferGain(
        runs, sameItems(runs) ? overSeeds(runs, confidence) : overFolds(runs, confidence));
  }

  /**
   * Trains both by each of several seeds and compares them.
   *
   * @param items what both learn from
   * @param runs positive
   * @param done told of each run when both are trained
   * @throws IOException if a picture cannot be read
   */
  public static TransferGain measure(
      Training pretrained,
      Training scratch,
      List<ImageItem> items,
      int runs,
      Seed seed,
      double confidence,
      Consumer<PairedRun> done)
      throws IOException {
    if (runs <= 0) {
      throw new IllegalArgumentException("runs must be positive, but were " + runs);
    }
    List<PairedRun> made = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Seed own = seedOf(seed, run);
      PairedRun both = new PairedRun(pretrained.train(items, own), scratch.train(items, own));
      made.add(both);
      done.accept(both);
    }
    return of(made, confidence);
  }

  /** The seed of a run; the first one's is the given one, so that a single run can be repeated. */
  static Seed seedOf(Seed seed, int run) {
    return run == 0 ? seed : Seed.of(seed.derive("diagnose", run));
  }

  private static boolean sameItems(List<PairedRun> runs) {
    Set<String> all = new HashSet<>();
    int sum = 0;
    for (PairedRun run : runs) {
      all.addAll(run.pretrained().heldOut().ids());
      sum += run.n();
    }
    int n = runs.get(0).n();
    boolean same = all.size() == n && runs.stream().allMatch(run -> run.n() == n);
    if (!same && all.size() != sum) {
      throw new IllegalArgumentException(
          "the runs' held-out items must be all the same (seeds) or all different (folds), but some came twice: "
              + all.size()
              + " of "
              + sum);
    }
    return same;
  }

  private static Interval overSeeds(List<PairedRun> runs, double confidence) {
    int count = runs.size();
    double gain = gain(runs);
    long first = Math.round(runs.stream().mapToInt(PairedRun::onlyPretrained).average().orElse(0));
    long second = Math.round(runs.stream().mapToInt(PairedRun::onlyScratch).average().orElse(0));
    long n = runs.get(0).n();
    Interval items = Interval.pairedDifference(first, second, n, confidence);
    double centre = (double) (first - second) / n;
    double seeds = quantile(count, confidence) * Math.sqrt(variance(runs) / count);
    return new Interval(
        Math.max(-1, gain - Math.hypot(centre - items.low(), seeds)),
        Math.min(1, gain + Math.hypot(items.high() - centre, seeds)),
        confidence);
  }

  private static Interval overFolds(List<PairedRun> runs, double confidence) {
    int count = runs.size();
    double ratio =
        runs.stream()
            .mapToDouble(run -> (double) run.n() / run.pretrained().budget().pictures())
            .average()
            .orElseThrow();
    double half = quantile(count, confidence) * Math.sqrt(variance(runs) * (1.0 / count + ratio));
    Interval items = pooled(runs, confidence);
    double gain = gain(runs);
    return new Interval(
        Math.max(-1, Math.min(items.low(), gain - half)),
        Math.min(1, Math.max(items.high(), gain + half)),
        confidence);
  }

  private static Interval pooled(List<PairedRun> runs, double confidence) {
    return Interval.pairedDifference(
        runs.stream().mapToLong(PairedRun::onlyPretrained).sum(),
        runs.stream().mapToLong(PairedRun::onlyScratch).sum(),
        runs.stream().mapToLong(PairedRun::n).sum(),
        confidence);
  }

  private static double quantile(int count, double confidence) {
    return new TDistribution(null, count - 1).inverseCumulativeProbability((1 + confidence) / 2);
  }

  private static double variance(List<PairedRun> runs) {
    double[] gains = runs.stream().mapToDouble(PairedRun::gain).toArray();
    double mean = Arrays.stream(gains).average().orElseThrow();
    double squares = Arrays.stream(gains).map(g -> (g - mean) * (g - mean)).sum();
    return squares / (gains.length - 1);
  }

  private static double gain(List<PairedRun> runs) {
    return runs.stream().mapToDouble(PairedRun::gain).average().orElseThrow();
  }

  /** The mean gain in accuracy, in [-1, 1]. */
  public double gain() {
    return gain(runs);
  }

  /** Mean accuracy from pretrained weights. */
  public double pretrained() {
    return mean(runs.stream().map(PairedRun::pretrained).toList());
  }

  /** Mean accuracy from random weights. */
  public double scratch() {
    return mean(runs.stream().map(PairedRun::scratch).toList());
  }

  private static double mean(List<TrainedOnce> trained) {
    return trained.stream().mapToDouble(TrainedOnce::accuracy).average().orElseThrow();
  }

  /** What the interval lets one say. */
  public GainVerdict verdict() {
    if (interval.low() > 0) {
      return GainVerdict.POSITIVE;
    }
    return interval.high() < 0 ? GainVerdict.NEGATIVE : GainVerdict.NOT_SHOWN;
  }

  /**
   * Whether the networks from scratch still got their own training pictures wrong: with a training
   * loss above a tenth of what guessing has, more epochs might have closed some of the gain.
   */
  public boolean scratchUnfinished() {
    int classes = runs.get(0).scratch().heldOut().labels().size();
    double loss =
        runs.stream()
            .mapToDouble(run -> run.scratch().budget().trainingLoss())
            .average()
            .orElseThrow();
    return !(loss <= 0.1 * Math.log(classes));
  }
}
