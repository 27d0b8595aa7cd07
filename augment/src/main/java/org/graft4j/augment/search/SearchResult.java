package org.graft4j.augment.search;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param baseline what heads trained on the plain pictures said
 * @param rows one a candidate, in the order they were given
 * @param folds of the cross-validation
 * @param confidence with which all intervals hold at once
 * @param seed of folds and views: training with it finds the same views
 * @param copies pictures that were left out because another one of their class has the same bytes
 * @param computed pictures and views that the backbone ran over; the others were cached
 */
public record SearchResult(
    OutOfFold baseline,
    List<Row> rows,
    int folds,
    double confidence,
    long seed,
    int copies,
    int computed) {
  /** The larger gain first; of equal ones the cheaper, and then the one that was named first. */
  private static final Comparator<Row> BEST_FIRST =
      Comparator.comparingDouble((Row row) -> -row.decision().gain())
          .thenComparingInt(row -> row.candidate().views());

  public SearchResult {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("rows must not be empty");
    }
  }

  /**
   * A candidate and what became of it.
   *
   * @param correct pictures that it told right while they were held out
   */
  public record Row(Candidate candidate, int correct, GateDecision decision) {

    /** Share of the pictures that were told right. */
    public double accuracy() {
      return (double) correct / decision.n();
    }
  }

  /**
   * The accepted candidate of the largest gain, empty if none is accepted. Its interval is as
   * honest as the others': all of them were widened for the choice.
   */
  public Optional<Row> chosen() {
    return rows.stream().filter(row -> row.decision().accepted()).min(BEST_FIRST);
  }

  /** What is known of the best of those that were not accepted, or of the one that was. */
  private Row best() {
    return chosen().orElseGet(() -> rows.stream().min(BEST_FIRST).orElseThrow());
  }

  /** In a sentence: which augmentation helps, or that none does. */
  public String verdict() {
    return chosen().isPresent()
        ? best().candidate().describe() + " helps here"
        : "no augmentation helps here";
  }

  /** What the verdict rests on, in a sentence with the figures. */
  public String why() {
    Row row = best();
    GateDecision decision = row.decision();
    String figures =
        String.format(
            Locale.ROOT,
            "%s tells %d of %d held-out pictures right that plain training does not, and loses %d:"
                + " gain %+.1f points, interval [%+.1f, %+.1f]",
            row.candidate().describe(),
            decision.onlyCandidate(),
            decision.n(),
            decision.onlyBaseline(),
            100 * decision.gain(),
            100 * decision.bounds().low(),
            100 * decision.bounds().high());
    String basis =
        baseline.accuracy() > baseline.majority()
            ? ""
            : String.format(
                Locale.ROOT,
                "; plain training is not above the largest class's share of %.3f: the backbone"
                    + " tells nothing of these classes",
                baseline.majority());
    return (chosen().isPresent() ? figures + ", wholly above zero" : missed(figures)) + basis;
  }

  /** What was not seen need not be absent. */
  private String missed(String figures) {
    double high =
        rows.stream().mapToDouble(row -> row.decision().bounds().high()).max().orElseThrow();
    String refused = "the best, " + figures + ", is not wholly above zero";
    return high > 0
        ? refused
            + String.format(
                Locale.ROOT,
                "; a gain of up to %.1f points could have been missed: more pictures would tell",
                100 * high)
        : refused;
  }
}
