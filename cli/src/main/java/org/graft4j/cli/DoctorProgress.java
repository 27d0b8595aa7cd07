package org.graft4j.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.graft4j.eval.doctor.DoctorEvent;

/** Shows on stderr how far the doctor is: a line a step, and a moving one for a person. */
final class DoctorProgress implements Consumer<DoctorEvent> {
  private final boolean moving = Terminal.interactive();
  private long lastStatus;

  @Override
  public void accept(DoctorEvent event) {
    boolean last = event.done() == event.total();
    long now = System.nanoTime();
    if (moving && (last || now - lastStatus > 100_000_000L)) {
      lastStatus = now;
      Terminal.status(
          String.format(Locale.ROOT, "%s: %d of %d", name(event), event.done(), event.total()));
    }
    if (last) {
      Terminal.note(moving ? "" : name(event) + ": " + event.total());
    }
  }

  private static String name(DoctorEvent event) {
    return switch (event.step()) {
      case PICTURES -> "pictures decoded";
      case FEATURES -> "backbone, pictures";
      case PROBE -> "probe, folds";
    };
  }
}
