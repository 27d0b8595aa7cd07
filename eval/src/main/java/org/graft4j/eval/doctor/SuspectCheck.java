package org.graft4j.eval.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suspects as a finding. */
final class SuspectCheck {
  private SuspectCheck() {}

  /** Empty if there are none. */
  static Optional<Finding> finding(List<LabelSuspect> suspects, Examined examined) {
    if (suspects.isEmpty()) {
      return Optional.empty();
    }
    LabelSuspect first = suspects.get(0);
    return Optional.of(
        Finding.of(
            Severity.WARNING,
            FindingKind.LABEL_SUSPECT,
            suspects.stream().map(LabelSuspect::id).toList(),
            String.format(
                Locale.ROOT,
                "%s may have the wrong label, the likeliest first: '%s' is labelled '%s' (%.2f) and"
                    + " looks like '%s' (%.2f)",
                Say.share(suspects.size(), examined.looks().size(), "picture"),
                first.id(),
                first.label(),
                first.labelProbability(),
                first.suggested(),
                first.suggestedProbability()),
            "look at them from the top; many are merely hard, so stop when they are right"));
  }
}
