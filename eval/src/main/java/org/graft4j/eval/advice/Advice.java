package org.graft4j.eval.advice;

import java.util.Comparator;
import java.util.List;
import org.graft4j.data.LabelMap;

/**
 * Backbones in the order in which they suit a set of pictures. Immutable.
 *
 * @param labels the classes
 * @param pictures on which the backbones were probed
 * @param copies pictures left out because the bytes of another one of their class are the same
 * @param available pictures that there are to train on
 * @param seed of the choice of pictures, the folds and the random networks
 * @param ranked best first: those worth transferring before those that are not, then by the probe's
 *     accuracy, of equals by LogME; one at least
 * @param failed candidates that could not be probed
 */
public record Advice(
    LabelMap labels,
    int pictures,
    int copies,
    int available,
    long seed,
    List<CandidateAdvice> ranked,
    List<Failed> failed) {

  /** What is not to be transferred comes after all that is: false sorts first. */
  static final Comparator<CandidateAdvice> BEST_FIRST =
      Comparator.comparing((CandidateAdvice a) -> a.verdict() == Verdict.FROM_SCRATCH)
          .thenComparing(a -> -a.probe().correct())
          .thenComparing(a -> -a.logMe().value());

  /**
   * A candidate without advice.
   *
   * @param id the candidate's
   * @param reason what went wrong
   */
  public record Failed(String id, String reason) {}

  public Advice {
    ranked = List.copyOf(ranked);
    failed = List.copyOf(failed);
    if (ranked.isEmpty()) {
      throw new IllegalArgumentException("an advice must have a candidate, but had none");
    }
  }

  /**
   * The backbone to take, with what to do with it; not to be transferred only if none is. Being the
   * best of several noisy ones its accuracy is flattered, the more the more candidates there were.
   */
  public CandidateAdvice best() {
    return ranked.get(0);
  }
}
