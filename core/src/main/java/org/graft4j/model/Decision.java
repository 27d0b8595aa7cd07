package org.graft4j.model;

import java.util.Arrays;
import java.util.Optional;
import org.graft4j.data.TestTimeViews;

/**
 * How a network's probabilities become an answer: the temperature that makes them mean what they
 * say, and when there is rather none. It was fitted on pictures that the network was not trained
 * on, and travels with the model. Immutable.
 *
 * @param temperature what logarithms of probabilities are divided by, in [0.05, 20]; 1 changes
 *     nothing, above 1 makes a network less sure (Guo et al. 2017, arXiv 1706.04599)
 * @param abstention when no answer is given; empty for always one
 * @param views what it was fitted on, as {@link TestTimeViews#describe} says it: of other views it
 *     says nothing; not blank, without control characters
 */
public record Decision(double temperature, Optional<Abstention> abstention, String views) {

  /** The least temperature that makes sense: below, every answer is certain. */
  public static final double LEAST_TEMPERATURE = 0.05;

  /** The most: above, the classes are all but equal. */
  public static final double MOST_TEMPERATURE = 20;

  /** The network's own probabilities, and always an answer. */
  public static final Decision PLAIN =
      new Decision(1, Optional.empty(), TestTimeViews.PLAIN.describe());

  public Decision {
    if (!(temperature >= LEAST_TEMPERATURE && temperature <= MOST_TEMPERATURE)) {
      throw new IllegalArgumentException(
          "temperature must be in ["
              + LEAST_TEMPERATURE
              + ", "
              + MOST_TEMPERATURE
              + "], but was "
              + temperature);
    }
    if (views.isBlank()) {
      throw new IllegalArgumentException("views of a decision must not be blank");
    }
    if (views.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "views of a decision must have no control characters, but had one");
    }
  }

  /** This if it was fitted on such views, or else {@link #PLAIN}: a guess is no calibration. */
  public Decision under(TestTimeViews shown) {
    return views.equals(shown.describe()) ? this : PLAIN;
  }

  /**
   * {@code softmax(log p / temperature)}: what the temperature makes of the logits. The order of
   * the classes stays, zeros stay zeros, and temperature 1 gives the very same numbers.
   *
   * @param probabilities a network's, one for each class, in [0, 1] and not all 0; not changed
   * @return as many, with sum 1
   */
  public double[] calibrated(double[] probabilities) {
    if (temperature == 1) {
      return probabilities.clone();
    }
    double largest = Math.log(Arrays.stream(probabilities).max().orElseThrow());
    double[] scaled = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.exp((Math.log(probabilities[i]) - largest) / temperature);
      sum += scaled[i];
    }
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= sum;
    }
    return scaled;
  }

  /**
   * Whether an answer is given.
   *
   * @param probabilities the network's own, not the calibrated ones
   */
  public boolean answers(double[] probabilities) {
    return abstention.isEmpty()
        || Arrays.stream(probabilities).max().orElseThrow() >= abstention.get().threshold();
  }
}
