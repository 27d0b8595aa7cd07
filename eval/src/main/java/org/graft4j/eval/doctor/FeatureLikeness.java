package org.graft4j.eval.doctor;

import java.util.Optional;

/**
 * Asks the backbone, too: what pixels alone do not confirm is a copy if the features have nearly
 * one direction.
 */
record FeatureLikeness(Likeness pixels, FeatureMatrix features) implements Likeness {
  private static final double COPY = 0.98;

  @Override
  public Optional<Match> of(int first, int second, boolean mirrored) {
    Optional<Match> match = pixels.of(first, second, mirrored);
    if (match.filter(Match::copy).isPresent() || features.cosine(first, second) < COPY) {
      return match;
    }
    return Optional.of(mirrored ? Match.MIRRORED_COPY : Match.CHANGED_COPY);
  }
}
