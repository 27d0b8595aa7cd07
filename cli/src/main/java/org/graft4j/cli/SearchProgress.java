package org.graft4j.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.graft4j.augment.search.SearchEvent;

/** Shows on stderr which candidate is at work: a line each, and a moving one for a person. */
final class SearchProgress implements Consumer<SearchEvent> {
  private final boolean moving = Terminal.interactive();
  private long lastStatus;

  @Override
  public void accept(SearchEvent event) {
    if (event.total() == 0) {
      Terminal.noteOverStatus(
          (event.number() == 0 ? "" : event.number() + "/" + event.candidates() + " ")
              + event.candidate()
              + ": training heads");
      return;
    }
    boolean last = event.done() == event.total();
    long now = System.nanoTime();
    if (moving && (last || now - lastStatus > 100_000_000L)) {
      lastStatus = now;
      Terminal.status(
          String.format(
              Locale.ROOT,
              "  backbone on %s: %d of %d",
              event.candidate(),
              event.done(),
              event.total()));
    }
    if (last && !moving) {
      Terminal.note(
          "  backbone on "
              + event.candidate()
              + ": "
              + Count.of(event.total(), "picture", "pictures"));
    }
  }
}
