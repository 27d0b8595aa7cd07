package org.graft4j.train;

import java.util.List;
import java.util.Locale;

/** The loss is no longer a number, so that every step after it would be waste. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Ids of the examples in the batch whose loss was not finite. */
  private final transient List<String> examples;

  TrainingDivergedException(String stage, int epoch, int batch, double loss, List<String> ids) {
    super(
        String.format(
            Locale.ROOT,
            "loss became %s in stage '%s', epoch %d, batch %d (%s); lower the learning rate, or look at these files",
            loss,
            stage,
            epoch,
            batch,
            shortened(ids)));
    this.examples = List.copyOf(ids);
  }

  /** Ids of the examples in the batch whose loss was not finite. */
  public List<String> examples() {
    return examples;
  }

  private static String shortened(List<String> ids) {
    int shown = Math.min(4, ids.size());
    String head = String.join(", ", ids.subList(0, shown));
    return ids.size() == shown ? head : head + " and " + (ids.size() - shown) + " more";
  }
}
