package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.distill.Distillation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A trained model to learn from beside the labels. */
final class TeacherOptions {
  private static final double TEMPERATURE = 4;
  private static final double WEIGHT = 0.7;

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

  /** The teacher's file; null for none. */
  @Nullable Path file() {
    return teacher;
  }

  void applyTo(FineTuner.Builder tuner) throws IOException {
    if (teacher == null) {
      return;
    }
    tuner.method(
        Distillation.from(ModelBundle.open(teacher).model())
            .softTargets(
                temperature == null ? TEMPERATURE : temperature, weight == null ? WEIGHT : weight)
            .build());
  }
}
