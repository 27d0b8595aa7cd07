package org.graft4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which pictures of a folder may be learned from. {@code train} and the commands that help to
 * choose its options divide a folder alike: what the final number is measured on has no say in any
 * choice.
 */
final class LearningOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--val-fraction",
      paramLabel = "F",
      defaultValue = "0.2",
      description =
          "Share that is held out to measure the trained model on, where DATA is not divided"
              + " already (default: ${DEFAULT-VALUE}).")
  private double validationFraction = 0.2;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--strict",
      description = "Fail if a picture cannot be read, instead of leaving it out.")
  private boolean strict;

  /** Fails as wrong usage does if an option is out of its range. */
  void require() {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--val-fraction must be between 0 and 1, but was " + validationFraction);
    }
  }

  /** Of everything random. */
  Seed seed() {
    return Seed.of(seed);
  }

  /** Whether a picture that cannot be read ends the command. */
  boolean strict() {
    return strict;
  }

  /** The folder's own division, or else the one that seed and fraction make. */
  DatasetSplit split(ImageFolder folder) throws IOException {
    return DatasetSplit.of(folder, validationFraction, seed());
  }

  /** Some items in two, as {@link #split} divides a folder: train and validation. */
  DatasetSplit divided(LabelMap labels, List<ImageItem> items) throws IOException {
    return DatasetSplit.stratified(labels, items, validationFraction, seed());
  }

  /** All that a choice may be made by: the items that {@code train} will train on. */
  List<ImageItem> learnedFrom(ImageFolder folder) throws IOException {
    return split(folder).train();
  }

  /** The words of a {@code train} command that divides the folder alike. */
  List<String> words() {
    return List.of(
        "--seed", Long.toString(seed), "--val-fraction", Double.toString(validationFraction));
  }
}
