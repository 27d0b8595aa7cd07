package org.graft4j.eval.report;

import java.util.Optional;

/**
 * What only the maker of a model can say of it (Mitchell et al. 2019, "Model cards for model
 * reporting", arXiv 1810.03993); the rest of the card comes from the run's facts and numbers.
 * Immutable.
 *
 * @param intendedUse what the model is for, and for whom
 * @param outOfScope what it must not be used for
 * @param ethics who may be harmed, and what was done about it
 * @param caveats what else to know before relying on it
 */
public record ModelCard(
    Optional<String> intendedUse,
    Optional<String> outOfScope,
    Optional<String> ethics,
    Optional<String> caveats) {

  /** The card of a model whose maker said nothing: it says so. */
  public static final ModelCard UNSTATED =
      new ModelCard(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The same card with the intended use. */
  public ModelCard withIntendedUse(String text) {
    return new ModelCard(Optional.of(text), outOfScope, ethics, caveats);
  }
}
