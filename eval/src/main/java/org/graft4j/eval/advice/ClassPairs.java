package org.graft4j.eval.advice;

/**
 * Where pretrained and random features differ in one class.
 *
 * @param n pictures of the class, positive
 * @param onlyPretrained pictures that the pretrained features alone got right
 * @param onlyRandom pictures that the random ones alone got right
 */
public record ClassPairs(int n, int onlyPretrained, int onlyRandom) {

  public ClassPairs {
    if (n < 1 || onlyPretrained < 0 || onlyRandom < 0 || onlyPretrained + onlyRandom > n) {
      throw new IllegalArgumentException(
          "onlyPretrained and onlyRandom must be counts of n pictures together, but were "
              + onlyPretrained
              + " and "
              + onlyRandom
              + " of "
              + n);
    }
  }

  ClassPairs plus(ClassPairs other) {
    return new ClassPairs(
        n + other.n, onlyPretrained + other.onlyPretrained, onlyRandom + other.onlyRandom);
  }

  /** Agresti and Min's estimate of the lead: half a picture more in each of the four cells. */
  double lead() {
    return (onlyPretrained - onlyRandom) / (n + 2.0);
  }

  /** Variance of {@link #lead()}; positive even where they differ nowhere. */
  double variance() {
    double difference = onlyPretrained - onlyRandom;
    double size = n + 2.0;
    return (onlyPretrained + onlyRandom + 1 - difference * difference / size) / (size * size);
  }
}
