package org.graft4j.cli;

import java.util.Objects;
import org.graft4j.augment.generate.GanSettings;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a generative network is trained. */
final class GanOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Side of the pictures in pixels, 32 or 64 (default: ${DEFAULT-VALUE}).")
  private int size = 32;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Updates of the networks in each training, of 32 pictures each (default:"
              + " ${DEFAULT-VALUE}).")
  private int steps = 1500;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      defaultValue = "0.001",
      description = "Of both networks (default: ${DEFAULT-VALUE}).")
  private double learningRate = 0.001;

  /** Fails as wrong usage does if an option is out of its range. */
  GanSettings settings(Seed seed) {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw usage("--learning-rate must be positive and finite, but was " + learningRate);
    }
    try {
      return GanSettings.standard(seed)
          .withSize(size)
          .withSteps(steps)
          .withLearningRate(learningRate);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }
}
