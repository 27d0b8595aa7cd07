package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.graft4j.eval.calibration.TemperatureFit;

/** What a reader of a cross-validation's numbers should know. */
final class ResultNotes {
  private ResultNotes() {}

  static List<String> of(
      FoldedItems folded, List<FoldResult> folds, List<MeasureSummary> measures) {
    List<String> notes = new ArrayList<>(folded.notes());
    notes.add(
        "folds are not independent, since they share training items: the interval of the mean is"
            + " corrected for that (Nadeau, Bengio 2003), which is an approximation");
    String undefined = names(measures.stream().filter(m -> m.mean().value().isEmpty()).toList());
    if (!undefined.isEmpty()) {
      notes.add(
          "no mean over folds of "
              + undefined
              + ": where a fold holds out nothing of a class it is another number; read the pooled"
              + " one");
    }
    String equal =
        names(measures.stream().filter(m -> m.mean().value().isPresent() && !m.spread()).toList());
    if (!equal.isEmpty()) {
      notes.add(
          "all folds have the same "
              + equal
              + ", so that their spread says nothing: read the interval of the pooled number");
    }
    temperatures(folds, notes);
    if (folded.design().domains() != null) {
      notes.add(
          "each fold is a domain: the mean counts domains alike, the pooled number counts pictures;"
              + " read the domains one by one");
      if (folds.size() < FoldedItems.FEWEST_DRAWN) {
        notes.add(
            "no interval of the pooled number: pictures of a domain are not independent, and fewer"
                + " than "
                + FoldedItems.FEWEST_DRAWN
                + " domains say too little of others");
      }
    }
    return notes;
  }

  private static String names(List<MeasureSummary> measures) {
    return measures.stream().map(m -> m.measure().toString()).collect(Collectors.joining(", "));
  }

  private static void temperatures(List<FoldResult> folds, List<String> notes) {
    List<OptionalDouble> fitted =
        folds.stream().map(FoldResult::temperature).filter(OptionalDouble::isPresent).toList();
    long kept = fitted.stream().filter(t -> t.getAsDouble() == 1).count();
    if (kept > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d folds keep temperature 1: it takes %d validation pictures with %d right and"
                  + " %d wrong ones among them, and a log loss that it lowers",
              kept,
              fitted.size(),
              TemperatureFit.FEWEST_SAMPLES,
              TemperatureFit.FEWEST_MISTAKES,
              TemperatureFit.FEWEST_MISTAKES));
    }
  }
}
