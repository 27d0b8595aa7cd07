package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.joint.JointTraining;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Pictures of another task that are learned beside the own ones. */
final class SourceOptions {
  private static final double WEIGHT = 1;
  private static final int PER_BATCH = 32;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "Folder of pictures of another task, one folder a class, that the backbone learns beside"
              + " DATA by a head of its own, which the model leaves out; of one with train/ those"
              + " are taken. None of them may be a held-out picture of DATA.")
  private @Nullable Path source;

  @Option(
      names = "--source-weight",
      paramLabel = "X",
      description = "Weight of the other task's loss (default: 1).")
  private @Nullable Double weight;

  @Option(
      names = "--source-batch",
      paramLabel = "N",
      description = "Pictures of the other task in each step (default: 32).")
  private @Nullable Integer perBatch;

  /** Read once: each fold of a cross-validation asks for it. */
  private @Nullable ImageFolder scanned;

  /** Refuses what is out of range, or of no use. */
  void require() {
    if (source == null && (weight != null || perBatch != null)) {
      throw new WrongValue(
          (weight == null ? "--source-batch" : "--source-weight")
              + " must come with --source, but there is none");
    }
    TuningOptions.requireNotNegative("--source-weight", weight);
    TuningOptions.requirePositive("--source-batch", perBatch);
  }

  /** What makes the source none. */
  List<String> ofNoWeight() {
    return source != null && !given() ? List.of("--source-weight 0") : List.of();
  }

  boolean given() {
    return source != null && (weight == null || weight > 0);
  }

  void applyTo(FineTuner.Builder tuner) throws IOException {
    if (source == null || !given()) {
      return;
    }
    ImageFolder folder = folder();
    tuner.method(
        new OfOption(
            "--source",
            JointTraining.of(items(), folder.labels())
                .weight(weight == null ? WEIGHT : weight)
                .perBatch(perBatch == null ? PER_BATCH : perBatch)));
  }

  /** Of the pictures' bytes; empty without a source. */
  Optional<String> digest() throws IOException {
    return source == null ? Optional.empty() : Optional.of(new ItemDigests().of(items()));
  }

  /** What it shares with DATA; empty without a source. */
  Optional<SourceCheck> check(DatasetSplit split, ItemDigests digests) throws IOException {
    return source == null || !given()
        ? Optional.empty()
        : Optional.of(SourceCheck.of(source, items(), split, digests));
  }

  /**
   * For folds, in which each picture of DATA is measured once.
   *
   * @throws DatasetException if one of them is in the source
   */
  void requireApart(List<ImageItem> all, ItemDigests digests) throws IOException {
    if (source != null && given()) {
      SourceCheck.requireApart(
          source, items(), all, "pictures of DATA, which folds measure on", digests);
    }
  }

  private ImageFolder folder() throws IOException {
    ImageFolder known = scanned;
    if (known == null) {
      known = Pictures.toTrainOn(Objects.requireNonNull(source), false, Optional.empty());
      scanned = known;
    }
    return known;
  }

  /** Named apart from the pictures of DATA, which may have the same names. */
  private List<ImageItem> items() throws IOException {
    ImageFolder folder = folder();
    List<ImageItem> own = folder.givenSplit().map(split -> split.train()).orElse(folder.items());
    return own.stream()
        .map(item -> new ImageItem(item.file(), "source:" + item.id(), item.label()))
        .toList();
  }
}
