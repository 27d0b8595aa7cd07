package org.graft4j.eval.resample;

import java.util.Map;

/**
 * One of several ways to train that a search chooses from. Immutable.
 *
 * @param name tells it from the others
 * @param facts all that decides what it predicts, for going on with an interrupted search
 * @param trainer trains it
 */
public record PipelineCandidate(String name, Map<String, String> facts, FoldTrainer trainer) {

  public PipelineCandidate {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name of a candidate must not be blank");
    }
    facts = Map.copyOf(facts);
  }
}
