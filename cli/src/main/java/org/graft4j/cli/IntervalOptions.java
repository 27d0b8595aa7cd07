package org.graft4j.cli;

import org.graft4j.data.Seed;
import org.graft4j.eval.uncertainty.Bootstrap;
import org.graft4j.eval.uncertainty.IntervalSettings;
import picocli.CommandLine.Option;

/** How intervals are made. */
final class IntervalOptions {
  private static final int FEWEST = 100;
  private static final int MOST = 100_000;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Draws of the bootstrap, 100 to 100000, the more the higher the confidence (default:"
              + " ${DEFAULT-VALUE}).")
  private int replicates = 2000;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Confidence of the intervals, above 0 and below 1 (default: ${DEFAULT-VALUE}).")
  private double confidence = 0.95;

  @Option(
      names = "--interval",
      paramLabel = "bca|percentile",
      defaultValue = "bca",
      description = "How the bootstrap's intervals are made (default: ${DEFAULT-VALUE}).")
  private Bootstrap.Method method = Bootstrap.Method.BCA;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  /** Fails as wrong usage does if {@code --confidence}, of any command, is out of its range. */
  static void requireConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new WrongValue(
          "--confidence must be above 0 and below 1, say 0.95, but was " + confidence);
    }
  }

  /**
   * What was chosen.
   *
   * @throws WrongValue if a number is out of its range
   */
  IntervalSettings settings() {
    if (replicates < FEWEST || replicates > MOST) {
      throw new WrongValue(
          "--replicates must be from " + FEWEST + " to " + MOST + ", but was " + replicates);
    }
    requireConfidence(confidence);
    try {
      return IntervalSettings.STANDARD
          .withMethod(method)
          .withDraws(replicates, confidence)
          .withSeed(Seed.of(seed));
    } catch (IllegalArgumentException e) {
      throw new WrongValue("--" + e.getMessage());
    }
  }
}
