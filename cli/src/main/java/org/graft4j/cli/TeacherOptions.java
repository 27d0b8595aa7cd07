package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.distill.Distillation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A trained model to learn from beside the labels. */
final class TeacherOptions {
  private static final double TEMPERATURE = 4;
  private static final double WEIGHT = 0.7;

  /** Share of an undivided folder that {@code train} holds out unless it is told otherwise. */
  private static final double VALIDATION = 0.2;

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description = "A model of the same classes, as train writes it, whose answers are learned.")
  private @Nullable Path teacher;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "What the logits of teacher and student are divided by: the higher, the more the unlikely"
              + " classes count (default: 4).")
  private @Nullable Double temperature;

  @Option(
      names = "--teacher-weight",
      paramLabel = "A",
      description =
          "Share of the teacher in the loss, 0 to 1; that of the labels is the rest (default:"
              + " 0.7).")
  private @Nullable Double weight;

  private @Nullable TrainedModel opened;

  /** Refuses what is out of range, or of no use. */
  void require() {
    if (teacher == null && (temperature != null || weight != null)) {
      throw new WrongValue(
          (temperature == null ? "--teacher-weight" : "--temperature")
              + " must come with --teacher, but there is none");
    }
    TuningOptions.requirePositive("--temperature", temperature);
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      throw new WrongValue("--teacher-weight must be from 0 to 1, but was " + weight);
    }
  }

  /** What makes the teacher none. */
  List<String> ofNoWeight() {
    return weight != null && weight == 0 ? List.of("--teacher-weight 0") : List.of();
  }

  /** The teacher's file; null for none. */
  @Nullable Path file() {
    return teacher;
  }

  /**
   * Refuses a teacher of other classes before anything is trained.
   *
   * @throws IOException if it cannot be read
   */
  void requireOf(LabelMap labels) throws IOException {
    if (teacher == null) {
      return;
    }
    try {
      labels.placesIn(model(teacher).labels(), "--teacher '" + teacher + "'");
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; name a model of DATA's classes", e);
    }
  }

  /** A teacher that knows measured pictures tells its student what they are. */
  List<String> foldNotes(ImageFolder folder) throws IOException {
    if (teacher == null) {
      return List.of();
    }
    return List.of(
        learned(folder)
            ? "the teacher was trained on these very pictures: in each fold it knows those that are"
                + " held out, and the numbers, of student and teacher together, are too good"
            : "the teacher's own training pictures may be held out here: the numbers are of student"
                + " and teacher together");
  }

  /** Whether its provenance names the training part that {@code train} makes of the folder. */
  private boolean learned(ImageFolder folder) throws IOException {
    Map<String, String> facts = model(Objects.requireNonNull(teacher)).provenance().facts();
    String train = facts.get("train");
    String seed = facts.get("seed");
    if (train == null || seed == null || !seed.matches("-?\\d{1,18}")) {
      return false;
    }
    DatasetSplit split = DatasetSplit.of(folder, VALIDATION, Seed.of(Long.parseLong(seed)));
    return train.endsWith(new ItemDigests().of(split.train()));
  }

  private TrainedModel model(Path file) throws IOException {
    TrainedModel known = opened;
    if (known == null) {
      known = ModelBundle.open(file).model();
      opened = known;
    }
    return known;
  }

  void applyTo(FineTuner.Builder tuner) throws IOException {
    if (teacher == null) {
      return;
    }
    tuner.method(
        new OfOption(
            "--teacher",
            Distillation.from(ModelBundle.open(teacher).model())
                .softTargets(
                    temperature == null ? TEMPERATURE : temperature,
                    weight == null ? WEIGHT : weight)
                .build()));
  }
}
