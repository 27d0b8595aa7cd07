package org.graft4j.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.OutOfFold;

/**
 * What the gate says of one way to more training rows.
 *
 * @param what the rows, say {@code generated pictures}
 * @param head who learns from them
 * @param says in words
 * @param figures lines up with the words; empty where it could not be measured
 */
record GenerationVerdict(String what, String head, String says, Optional<Figures> figures) {

  /**
   * What was measured.
   *
   * @param without accuracy on held-out pictures of the head that learned from the plain rows
   * @param with of the one that learned from more
   */
  record Figures(double without, double with, GateDecision decision) {}

  static GenerationVerdict of(
      String what, String head, OutOfFold before, OutOfFold after, GateDecision decision) {
    String says = "no, they do not help here";
    if (decision.accepted()) {
      says = "yes, they help here";
    } else if (decision.harmful()) {
      says = "no, they harm here";
    }
    return new GenerationVerdict(
        what, head, says, Optional.of(new Figures(before.accuracy(), after.accuracy(), decision)));
  }

  /** Nothing could be measured. */
  static GenerationVerdict none(String what, String head, String why) {
    return new GenerationVerdict(what, head, why, Optional.empty());
  }

  /** One line. */
  String line() {
    String named = what + " for " + head + ": " + says;
    return figures.map(f -> named + "; " + text(f)).orElse(named);
  }

  private static String text(Figures f) {
    return String.format(
        Locale.ROOT,
        "accuracy %.3f without and %.3f with them, gain %+.3f, %.1f %% interval [%+.3f, %+.3f], %d"
            + " held-out pictures",
        f.without(),
        f.with(),
        f.decision().gain(),
        100 * f.decision().confidence(),
        f.decision().bounds().low(),
        f.decision().bounds().high(),
        f.decision().n());
  }

  /** The same as named plain values, each name beginning with that of the rows. */
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put(what + ": verdict", says);
    facts.put(what + ": head", head);
    figures.ifPresent(
        f -> {
          facts.put(what + ": accuracy without", Double.toString(f.without()));
          facts.put(what + ": accuracy with", Double.toString(f.with()));
          facts.put(what + ": gain", Double.toString(f.decision().gain()));
          facts.put(
              what + ": interval",
              f.decision().bounds().low() + " to " + f.decision().bounds().high());
          facts.put(what + ": confidence", Double.toString(f.decision().confidence()));
          facts.put(what + ": held-out pictures", Integer.toString(f.decision().n()));
        });
    return facts;
  }
}
