package org.graft4j.eval;

import java.util.Locale;

/**
 * What a model said of one sample. Immutable.
 *
 * @param id the sample's id
 * @param label index of its class
 * @param predicted index of the class with the highest probability, the first of equals
 * @param probability of the predicted class, in [0, 1]
 * @param labelProbability of the sample's own class, in [0, {@code probability}]
 */
public record Prediction(
    String id, int label, int predicted, double probability, double labelProbability) {

  public Prediction {
    if (label < 0 || predicted < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label and predicted must not be negative, but were %d and %d for '%s'",
              label,
              predicted,
              id));
    }
    if (!(0 <= labelProbability && labelProbability <= probability && probability <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities must be 0 <= labelProbability <= probability <= 1, but were %s and %s for '%s'",
              labelProbability,
              probability,
              id));
    }
  }

  /** A row of a table. */
  static Prediction of(PredictionTable table, int sample) {
    int label = table.label(sample);
    return new Prediction(
        table.ids().get(sample),
        label,
        table.predicted(sample),
        table.confidence(sample),
        table.probability(sample, label));
  }

  /** Whether the predicted class is the sample's own. */
  public boolean correct() {
    return label == predicted;
  }
}
