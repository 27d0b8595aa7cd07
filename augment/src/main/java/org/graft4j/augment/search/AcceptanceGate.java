package org.graft4j.augment.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.graft4j.data.Folds;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;
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
 * <p>The interval takes the items as independent and the folds' heads as given; that these share
 * training pictures it does not know. Confined to one thread; refers to the plain rows, which must
 * stay open.
 */
public final class AcceptanceGate {
  private final INDArray plain;
  private final int[] labels;
  private final int classes;
  private final Folds folds;
  private final Probe probe;
  private final GainInterval interval;
  private final double confidence;
  private final int candidates;
  private final BooleanSupplier stop;
  private final List<Probe.@Nullable Learner> settled = new ArrayList<>();

  private AcceptanceGate(
      INDArray plain,
      int[] labels,
      Folds folds,
      Probe probe,
      GainInterval interval,
      double confidence,
      int candidates,
      BooleanSupplier stop) {
    this.plain = plain;
    this.labels = labels;
    this.classes = Arrays.stream(labels).max().orElseThrow() + 1;
    this.folds = folds;
    this.probe = probe;
    this.interval = interval;
    this.confidence = confidence;
    this.candidates = candidates;
    this.stop = stop;
    for (int fold = 0; fold < folds.count(); fold++) {
      settled.add(null);
    }
  }

  /**
   * A gate for one candidate at a confidence of 0.95.
   *
   * @param plain features of the plain pictures, {@code [items, width]}; not changed
   * @param labels one an item; two classes at least
   * @param folds of the same items
   */
  public static AcceptanceGate of(
      INDArray plain, int[] labels, Folds folds, Probe probe, GainInterval interval) {
    if (plain.rank() != 2 || plain.size(0) != labels.length || folds.size() != labels.length) {
      throw new IllegalArgumentException(
          "plain, labels and folds must have one row for each item, but had "
              + plain.size(0)
              + ", "
              + labels.length
              + " and "
              + folds.size());
    }
    if (Arrays.stream(labels).distinct().count() < 2) {
      throw new IllegalArgumentException("labels must be of two classes at least, but were of one");
    }
    return new AcceptanceGate(plain, labels.clone(), folds, probe, interval, 0.95, 1, () -> false);
  }

  /** The same with the confidence that all intervals together are to have, in (0, 1). */
  public AcceptanceGate withConfidence(double given) {
    if (!(given > 0 && given < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + given);
    }
    return new AcceptanceGate(plain, labels, folds, probe, interval, given, candidates, stop);
  }

  /** The same for as many candidates as one is chosen from, whether or not they are all decided. */
  public AcceptanceGate forCandidates(int given) {
    if (given <= 0) {
      throw new IllegalArgumentException("candidates must be positive, but were " + given);
    }
    return new AcceptanceGate(plain, labels, folds, probe, interval, confidence, given, stop);
  }

  /** The same, asked after each fold whether to stop. */
  public AcceptanceGate stopWhen(BooleanSupplier given) {
    return new AcceptanceGate(plain, labels, folds, probe, interval, confidence, candidates, given);
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
    Integer[] predicted = new Integer[labels.length];
    for (int fold = 0; fold < folds.count(); fold++) {
      if (stop.getAsBoolean()) {
        throw new TrainingInterruptedException("while heads were cross-validated");
      }
      List<Integer> held = folds.heldOut(fold);
      int[] said;
      try (LabelledRows rows = training.of(folds.training(fold));
          INDArray heldRows = plain.getRows(ints(held))) {
        requireFitting(rows);
        said = learner(fold).classes(rows, heldRows);
      }
      for (int i = 0; i < said.length; i++) {
        predicted[held.get(i)] = said[i];
      }
    }
    return new OutOfFold(Arrays.asList(predicted), Arrays.stream(labels).boxed().toList());
  }

  /** Holds a candidate's answers against the baseline's, both of this gate. */
  public GateDecision decide(OutOfFold baseline, OutOfFold candidate) {
    boolean[] before = baseline.right();
    boolean[] after = candidate.right();
    if (before.length != labels.length || after.length != labels.length) {
      throw new IllegalArgumentException(
          "baseline and candidate must be of this gate's "
              + labels.length
              + " items, but were of "
              + before.length
              + " and "
              + after.length);
    }
    int gained = 0;
    int lost = 0;
    for (int i = 0; i < before.length; i++) {
      gained += after[i] && !before[i] ? 1 : 0;
      lost += before[i] && !after[i] ? 1 : 0;
    }
    double each = 1 - (1 - confidence) / candidates;
    return new GateDecision(before.length, gained, lost, interval.of(before, after, each), each);
  }

  /** Holds a candidate's rows against the plain ones. */
  public GateDecision decide(TrainingRows candidate) throws IOException {
    return decide(outOfFold(plainRows()), outOfFold(candidate));
  }

  private Probe.Learner learner(int fold) throws IOException {
    Probe.Learner learner = settled.get(fold);
    if (learner == null) {
      try (LabelledRows rows = plainRows().of(folds.training(fold))) {
        learner = probe.settledOn(rows);
      }
      settled.set(fold, learner);
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
