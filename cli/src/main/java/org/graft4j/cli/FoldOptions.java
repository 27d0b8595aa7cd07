package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.resample.FoldDesign;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How pictures are divided into folds. */
final class FoldOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "Folds of the cross-validation (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "Divide and train anew so many times (default: ${DEFAULT-VALUE}).")
  private int repeats = 1;

  @Option(
      names = "--groups",
      paramLabel = "folder|FILE.csv|REGEX",
      description =
          "What is never on both sides, say all pictures of a patient: the folder below the class, a"
              + " CSV file with columns id and group, or a regular expression over the ids whose"
              + " first parentheses are the group. Copies of a file are always one group.")
  private @Nullable String groups;

  @Option(
      names = "--domains",
      paramLabel = "folder|FILE.csv|REGEX",
      description =
          "Hold out one domain at a time, say a camera or a hospital; given as for --groups, with a"
              + " column domain in a CSV file.")
  private @Nullable String domains;

  @Option(
      names = "--calibrate",
      paramLabel = "F",
      description =
          "Divide this share of each fold's training pictures off, and fit the temperature of its"
              + " probabilities on it.")
  private @Nullable Double calibrate;

  @Option(
      names = "--all",
      description = "Take all parts of a divided DATA, also the one for the last number.")
  private boolean all;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Confidence of the intervals, above 0 and below 1 (default: ${DEFAULT-VALUE}).")
  private double confidence = 0.95;

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
    if (folds < 2) {
      throw usage("--folds must be 2 at least, but was " + folds);
    }
    if (repeats <= 0) {
      throw usage("--repeats must be positive, but was " + repeats);
    }
    if (domains != null && repeats > 1) {
      throw usage("--repeats must be 1 with --domains, but was " + repeats);
    }
    if (calibrate != null && !(calibrate > 0 && calibrate < 1)) {
      throw usage("--calibrate must be between 0 and 1, but was " + calibrate);
    }
    IntervalOptions.requireConfidence(confidence);
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  Seed seed() {
    return Seed.of(seed);
  }

  int repeats() {
    return repeats;
  }

  boolean strict() {
    return strict;
  }

  double confidence() {
    return confidence;
  }

  boolean calibrates() {
    return calibrate != null;
  }

  /** What the last number is measured on has no say in any choice, and cv is there to choose by. */
  List<ImageItem> items(ImageFolder folder) {
    Optional<DatasetSplit> given = folder.givenSplit();
    if (given.isEmpty() || all) {
      return folder.items();
    }
    DatasetSplit split = given.get();
    List<ImageItem> items = new ArrayList<>(split.train());
    if (!split.test().isEmpty()) {
      items.addAll(split.validation());
    }
    int left = folder.items().size() - items.size();
    Terminal.note(
        Count.of(left, "picture", "pictures")
            + " of "
            + (split.test().isEmpty() ? "val/" : "test/")
            + " left alone for the last number; --all takes them too");
    return items;
  }

  /**
   * The design.
   *
   * @param depth folders of an id down to the class
   */
  FoldDesign design(List<ImageItem> items, int depth) throws IOException {
    FoldDesign.Builder design =
        FoldDesign.builder()
            .folds(folds)
            .repeats(repeats)
            .seed(seed())
            .validation(calibrate == null ? 0 : calibrate);
    if (groups != null) {
      design.groups(ItemKeys.read("--groups", "group", groups, items, depth));
    }
    if (domains != null) {
      design.domains(ItemKeys.read("--domains", "domain", domains, items, depth));
    }
    return design.build();
  }
}
