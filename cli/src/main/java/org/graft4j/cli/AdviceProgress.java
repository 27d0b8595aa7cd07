package org.graft4j.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.graft4j.eval.advice.AdviceEvent;

/** Shows on stderr which candidate is at work: a line each, and a moving one for a person. */
final class AdviceProgress implements Consumer<AdviceEvent> {
  private final boolean moving = Terminal.interactive();
  private long lastStatus;

  @Override
  public void accept(AdviceEvent event) {
    String name =
        String.format(
            Locale.ROOT, "%d/%d %s", event.number(), event.candidates(), event.candidate());
    if (event.total() == 0) {
      if (event.step() == AdviceEvent.Step.LOAD) {
        Terminal.note(name);
      }
      return;
    }
    boolean last = event.done() == event.total();
    long now = System.nanoTime();
    if (moving && (last || now - lastStatus > 100_000_000L)) {
      lastStatus = now;
      Terminal.status(
          String.format(
              Locale.ROOT, "  %s: %d of %d", network(event), event.done(), event.total()));
    }
    if (last) {
      Terminal.note(
          moving
              ? ""
              : "  " + network(event) + ": " + Count.of(event.total(), "picture", "pictures"));
    }
  }

  private static String network(AdviceEvent event) {
    return event.step() == AdviceEvent.Step.RANDOM_FEATURES
        ? "the same with random weights"
        : "backbone";
  }
}
