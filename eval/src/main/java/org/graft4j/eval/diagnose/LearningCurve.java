package org.graft4j.eval.diagnose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.math3.distribution.TDistribution;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;

/**
 * The held-out accuracy over the share of the training data: whether more pictures would help.
 *
 * @param points by growing number of pictures
 * @param twice what twice the data would give
 */
public record LearningCurve(List<CurvePoint> points, Extrapolation twice) {

  public LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * Trains on nested, stratified subsets, all shares by one order of the pictures before the next
   * run takes another order. A class keeps one picture at least; a share that is no larger than the
   * one before it is left out.
   *
   * @param items what may be learned from
   * @param shares in (0, 1], one at least
   * @param runs positive; 3 or more are needed for an estimate of what more data would give
   * @param done told of each training
   * @throws IOException if a picture cannot be read
   */
  public static LearningCurve measure(
      Training training,
      List<ImageItem> items,
      LabelMap labels,
      Collection<Double> shares,
      int runs,
      Seed seed,
      double confidence,
      Consumer<CurveStep> done)
      throws IOException {
    if (runs <= 0 || shares.isEmpty()) {
      throw new IllegalArgumentException(
          "runs and shares must be one at least, but were " + runs + " and " + shares);
    }
    for (double share : shares) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("shares must be in (0, 1], but held " + share);
      }
    }
    List<CurveStep> steps = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Seed own = TransferGain.seedOf(seed, run);
      NestedSubsets subsets = NestedSubsets.of(items, labels, own);
      int before = 0;
      for (double share : new TreeSet<>(shares)) {
        List<ImageItem> subset = subsets.share(share);
        if (subset.size() > before) {
          CurveStep step = new CurveStep(run, share, training.train(subset, own));
          steps.add(step);
          done.accept(step);
          before = subset.size();
        }
      }
    }
    return of(steps, seed, confidence);
  }

  /**
   * The curve of trainings that were made, also where an interruption left some out.
   *
   * @param steps one at least, all measured on the same items
   * @param seed of the resampling
   * @param confidence in (0, 1)
   */
  public static LearningCurve of(List<CurveStep> steps, Seed seed, double confidence) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps must not be empty");
    }
    List<String> ids = steps.get(0).trained().heldOut().ids();
    for (CurveStep step : steps) {
      if (!step.trained().heldOut().ids().equals(ids)) {
        throw new IllegalArgumentException(
            "all steps must be measured on the same items in the same order, but those of run "
                + step.run()
                + " with share "
                + step.share()
                + " differ");
      }
    }
    Map<Integer, List<CurveStep>> bySize = new TreeMap<>();
    steps.forEach(s -> bySize.computeIfAbsent(s.pictures(), size -> new ArrayList<>()).add(s));
    List<CurvePoint> points = bySize.values().stream().map(at -> point(at, confidence)).toList();
    return new LearningCurve(points, new Doubling(steps, seed, confidence).extrapolation());
  }

  private static CurvePoint point(List<CurveStep> steps, double confidence) {
    int count = steps.size();
    int n = steps.get(0).trained().heldOut().size();
    double mean = steps.stream().mapToDouble(CurveStep::accuracy).average().orElseThrow();
    long correct =
        Math.round(steps.stream().mapToInt(s -> s.trained().correct()).average().orElseThrow());
    Interval items = Interval.wilson(correct, n, confidence);
    double runs = count > 1 ? spread(steps, mean, confidence) : 0;
    double centre = (double) correct / n;
    Interval interval =
        new Interval(
            Math.max(0, mean - Math.hypot(centre - items.low(), runs)),
            Math.min(1, mean + Math.hypot(items.high() - centre, runs)),
            confidence);
    return new CurvePoint(steps.get(0).share(), steps.get(0).pictures(), count, mean, interval);
  }

  private static double spread(List<CurveStep> steps, double mean, double confidence) {
    int count = steps.size();
    double squares = steps.stream().mapToDouble(s -> Math.pow(s.accuracy() - mean, 2)).sum();
    double t =
        new TDistribution(null, count - 1.0).inverseCumulativeProbability((1 + confidence) / 2);
    return t * Math.sqrt(squares / (count - 1) / count);
  }
}
