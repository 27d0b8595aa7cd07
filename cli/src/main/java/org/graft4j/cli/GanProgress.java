package org.graft4j.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.graft4j.augment.generate.GanCheck;
import org.graft4j.augment.generate.GanEvent;

/** Shows the training of a generative network: a bar if a person watches, and its checks. */
final class GanProgress implements Consumer<GanEvent> {
  /** Checks that are written down where nobody watches. */
  private static final int NOTED = 4;

  private static final int BAR = 30;

  private final boolean moving = Terminal.interactive();
  private final String what;
  private long lastStatus;
  private int steps = 1;
  private int notes;

  /** What is trained, say {@code fold 1 of 3}. */
  GanProgress(String what) {
    this.what = what;
  }

  @Override
  public void accept(GanEvent event) {
    if (event instanceof GanEvent.StepDone done) {
      steps = done.steps();
      step(done);
    } else if (event instanceof GanEvent.Checked checked) {
      check(checked.check());
    }
  }

  private void step(GanEvent.StepDone done) {
    long now = System.nanoTime();
    boolean last = done.step() == done.steps();
    if (moving && (last || now - lastStatus > 100_000_000L)) {
      lastStatus = now;
      Terminal.status(
          String.format(
              Locale.ROOT,
              "%s %s %d/%d  loss %.3f, %.3f  %s left",
              what,
              bar(done.step(), done.steps()),
              done.step(),
              done.steps(),
              done.discriminatorLoss(),
              done.generatorLoss(),
              ProgressLine.time(done.secondsLeft())));
    }
  }

  private static String bar(int done, int of) {
    int full = (int) ((long) BAR * done / of);
    return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "]";
  }

  private void check(GanCheck check) {
    if ((long) check.step() * NOTED < (long) (notes + 1) * steps) {
      return;
    }
    notes++;
    Terminal.noteOverStatus(
        String.format(
            Locale.ROOT,
            "%s: step %d, loss of the discriminator %.3f, of the generator %.3f, least diversity"
                + " %.2f of the real pictures' (%s)",
            what,
            check.step(),
            check.discriminatorLoss(),
            check.generatorLoss(),
            check.leastDiversity(),
            check.leastDiverse()));
  }
}
