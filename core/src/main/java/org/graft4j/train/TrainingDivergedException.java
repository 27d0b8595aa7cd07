package org.graft4j.train;

import java.util.List;
import java.util.Locale;

/**
 * Loss, parameters or outputs are no longer numbers, so that every step after it would be waste.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Ids of the examples whose loss or outputs were not finite: of the whole batch, where it was a
   * batch's loss.
   */
  private final transient List<String> examples;

  private TrainingDivergedException(String what, List<String> ids) {
    super(what + " (" + shortened(ids) + "); lower the learning rate, or look at these files");
    this.examples = List.copyOf(ids);
  }

  TrainingDivergedException(String stage, int epoch, int batch, double loss, List<String> ids) {
    this(
        String.format(
            Locale.ROOT,
            "loss became %s in stage '%s', epoch %d, batch %d",
            loss,
            stage,
            epoch,
            batch),
        ids);
  }

  static TrainingDivergedException afterStep(
      String stage, int epoch, int batch, String parameter, List<String> ids) {
    return new TrainingDivergedException(
        String.format(
            Locale.ROOT,
            "parameter '%s' is no longer a number after stage '%s', epoch %d, batch %d",
            parameter,
            stage,
            epoch,
            batch),
        ids);
  }

  static TrainingDivergedException afterEpoch(String stage, int epoch, List<String> ids) {
    return new TrainingDivergedException(
        String.format(
            Locale.ROOT,
            "the network's output is no number after epoch %d of stage '%s'",
            epoch,
            stage),
        ids);
  }

  /**
   * Ids of the examples whose loss or outputs were not finite: of the whole batch, where it was a
   * batch's loss.
   */
  public List<String> examples() {
    return examples;
  }

  private static String shortened(List<String> ids) {
    int shown = Math.min(4, ids.size());
    String head = String.join(", ", ids.subList(0, shown));
    return ids.size() == shown ? head : head + " and " + (ids.size() - shown) + " more";
  }
}
