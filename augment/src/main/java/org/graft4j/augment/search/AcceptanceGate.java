package org.graft4j.augment.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.graft4j.data.Folds;
import org.graft4j.train.TrainingInterruptedException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Accepts a way of making training rows only if heads that learn from them tell held-out pictures
 * better than heads that learn from the plain ones, beyond what chance does.
 *
 * <p>Each item is held out in one fold, as its plain features; the rows that a fold learns from are
 * made from its other items alone. Both heads are settled alike and see the same folds, so that
 * their answers are compared item by item. Where several candidates are compared, each interval is
 * widened after Bonferroni: with the confidence asked for all of them hold at once, hence also that
 * of whichever is chosen, and the choice does not flatter it.
 *
 * <p>The interval that is handed in takes the items as independent and the folds' heads as given.
 * Rows that are made anew in each fold, and the heads that learn from them, have chance of their
 * own, which all items of a fold share; so the interval is widened to hold the corrected resampled
 * t interval of the folds' gains too (Nadeau, Bengio 2003, "Inference for the generalization
 * error", Machine Learning 52). Few folds know little of that chance: two hardly ever accept
 * anything, and where five are too dear to repeat, they are still better than three. More
 * cross-validations with other folds make it narrower. Confined to one thread; refers to the plain
 * rows, which must stay open.
 */
public final class AcceptanceGate {
  private final INDArray plain;
  private final int[] labels;
  private final int classes;
  private final List<Folds> divisions;
  private final Probe probe;
  private final GainInterval interval;
  private final double confidence;
  private final int candidates;
  private final BooleanSupplier stop;
  private final Map<Integer, Probe.Learner> settled = new HashMap<>();

  private AcceptanceGate(
      INDArray plain,
      int[] labels,
      List<Folds> divisions,
      Probe probe,
      GainInterval interval,
      double confidence,
      int candidates,
      BooleanSupplier stop) {
    this.plain = plain;
    this.labels = labels;
    this.classes = Arrays.stream(labels).max().orElseThrow() + 1;
    this.divisions = List.copyOf(divisions);
    this.probe = probe;
    this.interval = interval;
    this.confidence = confidence;
    this.candidates = candidates;
    this.stop = stop;
  }

  /**
   * A gate for one candidate at a confidence of 0.95, with one cross-validation.
   *
   * @param plain features of the plain pictures, {@code [items, width]}; not changed
   * @param labels one an item; two classes at least
   * @param folds of the same items
   */
  public static AcceptanceGate of(
      INDArray plain, int[] labels, Folds folds, Probe probe, GainInterval interval) {
    return of(plain, labels, List.of(folds), probe, interval);
  }

  /**
   * The same with several cross-validations, which cost so many times as much.
   *
   * @param divisions of the same items, one at least, all of the same number of folds; the first is
   *     the one that items are counted in
   */
  public static AcceptanceGate of(
      INDArray plain, int[] labels, List<Folds> divisions, Probe probe, GainInterval interval) {
    if (divisions.stream().map(Folds::count).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "divisions must be one at least, of the same number of folds, but had "
              + divisions.stream().map(Folds::count).toList());
    }
    for (Folds folds : divisions) {
      if (plain.rank() != 2 || plain.size(0) != labels.length || folds.size() != labels.length) {
        throw new IllegalArgumentException(
            "plain, labels and folds must have one row for each item, but had "
                + plain.size(0)
                + ", "
                + labels.length
                + " and "
                + folds.size());
      }
    }
    if (Arrays.stream(labels).distinct().count() < 2) {
      throw new IllegalArgumentException("labels must be of two classes at least, but were of one");
    }
    return new AcceptanceGate(
        plain, labels.clone(), divisions, probe, interval, 0.95, 1, () -> false);
  }

  /** The same with the confidence that all intervals together are to have, in (0, 1). */
  public AcceptanceGate withConfidence(double given) {
    if (!(given > 0 && given < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + given);
    }
    return new AcceptanceGate(plain, labels, divisions, probe, interval, given, candidates, stop);
  }

  /** The same for as many candidates as one is chosen from, whether or not they are all decided. */
  public AcceptanceGate forCandidates(int given) {
    if (given <= 0) {
      throw new IllegalArgumentException("candidates must be positive, but were " + given);
    }
    return new AcceptanceGate(plain, labels, divisions, probe, interval, confidence, given, stop);
  }

  /** The same, asked after each fold whether to stop. */
  public AcceptanceGate stopWhen(BooleanSupplier given) {
    return new AcceptanceGate(
        plain, labels, divisions, probe, interval, confidence, candidates, given);
  }

  /** The classes that targets must have a column for. */
  public int classes() {
    return classes;
  }

  /** The baseline's rows: the plain features of a fold's items. */
  public TrainingRows plainRows() {
    return items ->
        LabelledRows.of(
            plain.getRows(ints(items)), items.stream().mapToInt(i -> labels[i]).toArray(), classes);
  }

  /**
   * What heads that learn from such rows say of each item while it is held out.
   *
   * @throws TrainingInterruptedException if it was asked to stop
   */
  public OutOfFold outOfFold(TrainingRows training) throws IOException {
    int[] predicted = new int[labels.length];
    List<Double> accuracies = new ArrayList<>();
    for (int fold = 0; fold < divisions.size() * folds(); fold++) {
      if (stop.getAsBoolean()) {
        throw new TrainingInterruptedException("while heads were cross-validated");
      }
      List<Integer> held = division(fold).heldOut(fold % folds());
      int[] said = said(fold, held, training);
      int right = 0;
      for (int i = 0; i < said.length; i++) {
        right += said[i] == labels[held.get(i)] ? 1 : 0;
        if (fold < folds()) {
          predicted[held.get(i)] = said[i];
        }
      }
      accuracies.add((double) right / said.length);
    }
    return new OutOfFold(
        Arrays.stream(predicted).boxed().toList(),
        Arrays.stream(labels).boxed().toList(),
        accuracies);
  }

  private int[] said(int fold, List<Integer> held, TrainingRows training) throws IOException {
    try (LabelledRows rows = training.of(division(fold).training(fold % folds()));
        INDArray heldRows = plain.getRows(ints(held))) {
      requireFitting(rows);
      int[] said = learner(fold).classes(rows, heldRows);
      if (said.length != held.size()) {
        throw new IllegalArgumentException(
            "probe must tell one class for each held-out row, but told "
                + said.length
                + " for "
                + held.size());
      }
      return said;
    }
  }

  private int folds() {
    return divisions.get(0).count();
  }

  private Folds division(int fold) {
    return divisions.get(fold / folds());
  }

  /** Holds a candidate's answers against the baseline's, both of this gate. */
  public GateDecision decide(OutOfFold baseline, OutOfFold candidate) {
    requireOwn("baseline", baseline);
    requireOwn("candidate", candidate);
    int gained = candidate.gainedOver(baseline);
    int lost = baseline.gainedOver(candidate);
    List<Double> foldGains = new ArrayList<>();
    for (int fold = 0; fold < baseline.foldAccuracies().size(); fold++) {
      foldGains.add(candidate.foldAccuracies().get(fold) - baseline.foldAccuracies().get(fold));
    }
    double each = 1 - (1 - confidence) / candidates;
    GainInterval.Bounds ofItems = interval.of(gained, lost, labels.length, each);
    GainInterval.Bounds bounds = ofItems.and(FoldSpread.of(foldGains, folds(), each));
    return new GateDecision(labels.length, gained, lost, bounds, each, foldGains);
  }

  private void requireOwn(String name, OutOfFold given) {
    if (!given.labels().equals(Arrays.stream(labels).boxed().toList())
        || given.foldAccuracies().size() != divisions.size() * folds()) {
      throw new IllegalArgumentException(
          name
              + " must be of this gate's "
              + labels.length
              + " items and "
              + divisions.size() * folds()
              + " folds, but was of others, "
              + given.n()
              + " items and "
              + given.foldAccuracies().size()
              + " folds");
    }
  }

  /** Holds a candidate's rows against the plain ones. */
  public GateDecision decide(TrainingRows candidate) throws IOException {
    return decide(outOfFold(plainRows()), outOfFold(candidate));
  }

  private Probe.Learner learner(int fold) throws IOException {
    Probe.Learner learner = settled.get(fold);
    if (learner == null) {
      try (LabelledRows rows = plainRows().of(division(fold).training(fold % folds()))) {
        learner = probe.settledOn(rows);
      }
      settled.put(fold, learner);
    }
    return learner;
  }

  private void requireFitting(LabelledRows rows) {
    if (rows.rows().size(1) != plain.size(1) || rows.targets().size(1) != classes) {
      throw new IllegalArgumentException(
          "training rows must have "
              + plain.size(1)
              + " features and "
              + classes
              + " targets, but had "
              + rows.rows().size(1)
              + " and "
              + rows.targets().size(1));
    }
  }

  private static int[] ints(List<Integer> places) {
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
