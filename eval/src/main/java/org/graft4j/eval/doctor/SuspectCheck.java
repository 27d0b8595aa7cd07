package org.graft4j.eval.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suspects as a finding. */
final class SuspectCheck {
  private SuspectCheck() {}

  /**
   * Empty if there are none.
   *
   * @param told pictures of which there were predictions
   */
  static Optional<Finding> finding(List<LabelSuspect> suspects, int told, Examined examined) {
    if (suspects.isEmpty()) {
      return Optional.empty();
    }
    LabelSuspect first = suspects.get(0);
    int untold = Math.max(0, examined.looks().size() - told);
    return Optional.of(
        Finding.of(
            Severity.WARNING,
            FindingKind.LABEL_SUSPECT,
            suspects.stream().map(LabelSuspect::id).toList(),
            String.format(
                Locale.ROOT,
                "%s may have the wrong label, the likeliest first: '%s' is labelled '%s' (%.2f) and"
                    + " looks like '%s' (%.2f)%s",
                untold == 0
                    ? Say.share(suspects.size(), told, "picture")
                    : String.format(
                        Locale.ROOT,
                        "%d of %s with predictions (%.1f %%)",
                        suspects.size(),
                        Say.count(told, "picture"),
                        Say.percent(suspects.size(), told)),
                first.id(),
                first.label(),
                first.labelProbability(),
                first.suggested(),
                first.suggestedProbability(),
                untold == 0
                    ? ""
                    : "; "
                        + Say.count(untold, "picture")
                        + " without a prediction could not be judged"),
            "look at them from the top; many are merely hard, so stop when they are right"));
  }
}
