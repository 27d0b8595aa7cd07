package org.graft4j.cli;

import java.util.Locale;
import org.graft4j.eval.resample.CrossValidationEvent;
import org.graft4j.eval.resample.FoldMeasure;
import org.graft4j.eval.resample.FoldPlace;
import org.graft4j.eval.resample.FoldResult;
import org.graft4j.eval.resample.NestedSearchEvent;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;

/** A line for each fold, and a moving one in between if a person watches. */
final class CvProgress implements TrainingListener {
  private final boolean moving = Terminal.interactive();
  private final int all;
  private final boolean searching;
  private int done;
  private double spent;
  private String fold = "";
  private long lastStatus;

  /**
   * Progress of nothing yet.
   *
   * @param outer folds that are measured
   * @param candidates 0 without a search
   * @param inner folds for each of those
   */
  CvProgress(int outer, int candidates, int inner) {
    this.searching = candidates > 0;
    this.all = outer * (1 + candidates * inner);
  }

  @Override
  public void onEvent(TrainingEvent event) {
    if (!moving || System.nanoTime() - lastStatus < 100_000_000L) {
      return;
    }
    lastStatus = System.nanoTime();
    if (event instanceof TrainingEvent.Featurising f) {
      Terminal.status(fold + "  backbone: " + f.done() + " of " + f.total());
    } else if (event instanceof TrainingEvent.BatchDone b) {
      Terminal.status(
          String.format(
              Locale.ROOT,
              "%s  %s %d/%d  loss %.4f",
              fold,
              b.stage(),
              b.epoch(),
              b.epochs(),
              b.loss()));
    }
  }

  /** Of a search. */
  void onSearch(NestedSearchEvent event) {
    if (event instanceof NestedSearchEvent.Inner inner) {
      on(inner.event(), inner.place().name() + ", " + inner.candidate() + ", inner ", false);
    } else if (event instanceof NestedSearchEvent.Chosen chosen) {
      note(
          String.format(
              Locale.ROOT,
              "%s: %s was chosen (%.3f)",
              place(chosen.choice().place()),
              chosen.choice().chosen(),
              chosen.choice().promised()));
    } else if (event instanceof NestedSearchEvent.Outer outer) {
      on(outer.event(), "", true);
    }
  }

  /** Of the folds that are measured. */
  void onFold(CrossValidationEvent event) {
    on(event, "", true);
  }

  private void on(CrossValidationEvent event, String prefix, boolean aloud) {
    if (event instanceof CrossValidationEvent.FoldStarted started) {
      fold = prefix + place(started.place());
    } else if (event instanceof CrossValidationEvent.KeptFoldDropped dropped) {
      note(prefix + place(dropped.place()) + " is trained again: " + dropped.reason());
    } else if (event instanceof CrossValidationEvent.FoldDone fold) {
      FoldResult result = fold.result();
      done++;
      spent += result.seconds();
      if (aloud) {
        double left = searching ? left() : fold.secondsLeft();
        note(line(result, left, fold.number() == fold.total()));
      } else if (moving) {
        Terminal.status(done + " of " + all + " folds, " + ProgressLine.time(left()) + " left");
      }
    }
  }

  private double left() {
    return spent / Math.max(1, done) * (all - done);
  }

  private static String line(FoldResult result, double left, boolean last) {
    return String.format(
        Locale.ROOT,
        "%s: accuracy %.3f on %s, %d learned from, %s%s",
        place(result.place()),
        result.values().getOrDefault(FoldMeasure.ACCURACY, Double.NaN),
        Count.of(result.heldOut(), "picture", "pictures"),
        result.trained(),
        result.kept() ? "kept from before" : ProgressLine.time(result.seconds()),
        last ? "" : ", " + ProgressLine.time(left) + " left");
  }

  /** Say {@code fold 2}, or {@code repeat 2, fold 2}. */
  static String place(FoldPlace place) {
    return place.repeat() == 0
        ? place.name()
        : "repeat " + (place.repeat() + 1) + ", " + place.name();
  }

  private static void note(String line) {
    Terminal.noteOverStatus(line);
  }
}
