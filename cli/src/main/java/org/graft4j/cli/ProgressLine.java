package org.graft4j.cli;

import java.util.Locale;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;

/** Shows a run on stderr: one line an epoch, and a moving line in between if a person watches. */
final class ProgressLine implements TrainingListener {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private final boolean moving = Terminal.interactive();
  private long lastStatus;

  @Override
  public void onEvent(TrainingEvent event) {
    if (event instanceof TrainingEvent.Featurising f) {
      status(
          f.done() == f.total(),
          "backbone: %d of %s",
          f.done(),
          Count.of(f.total(), "picture", "pictures"));
      if (f.done() == f.total()) {
        Terminal.note(moving ? "" : "backbone: " + Count.of(f.total(), "picture", "pictures"));
      }
    } else if (event instanceof TrainingEvent.StageStarted s) {
      Terminal.note(
          s.firstEpoch() == 1
              ? format(
                  "stage '%s': %s of %s",
                  s.stage(),
                  Count.of(s.epochs(), "epoch", "epochs"),
                  Count.of(s.batches(), "step", "steps"))
              : format(
                  "stage '%s': goes on with epoch %d of %d",
                  s.stage(), s.firstEpoch(), s.epochs()));
    } else if (event instanceof TrainingEvent.BatchDone b) {
      status(
          false,
          "%s %d/%d  step %d/%d  loss %.4f  %s left",
          b.stage(),
          b.epoch(),
          b.epochs(),
          b.batch(),
          b.batches(),
          b.loss(),
          time(b.secondsLeft()));
    } else if (event instanceof TrainingEvent.EpochDone e) {
      epoch(e);
    } else if (event instanceof TrainingEvent.BestEpochRestored s) {
      Terminal.note(
          format(
              "stage '%s' ended with epoch %d; the weights of epoch %d, its best, are kept",
              s.stage(), s.epoch(), s.bestEpoch()));
    }
  }

  private void epoch(TrainingEvent.EpochDone event) {
    EpochRecord r = event.record();
    StringBuilder line = new StringBuilder();
    line.append(format("%s %d/%d  loss %.4f", r.stage(), r.epoch(), event.epochs(), r.trainLoss()));
    if (!r.terms().isEmpty()) {
      double terms = r.terms().values().stream().mapToDouble(Double::doubleValue).sum();
      line.append(format(" + %.4f of methods", terms));
    }
    if (r.validationLoss() != null && r.validationAccuracy() != null) {
      line.append(
          format(
              "  validation loss %.4f  accuracy %.3f", r.validationLoss(), r.validationAccuracy()));
    }
    line.append(format("  %s left", time(event.secondsLeft())));
    Terminal.noteOverStatus(line.toString());
  }

  /** At most ten times a second. */
  private void status(boolean last, String form, Object... values) {
    long now = System.nanoTime();
    if (moving && (last || now - lastStatus > 100_000_000L)) {
      lastStatus = now;
      Terminal.status(format(form, values));
    }
  }

  /** Say {@code 9 s}, {@code 1 min 5 s} or {@code 2 h 10 min}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    return whole < HOUR
        ? whole / MINUTE + " min " + whole % MINUTE + " s"
        : whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
