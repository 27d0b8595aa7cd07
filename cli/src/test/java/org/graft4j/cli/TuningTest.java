package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.graft4j.bundle.ModelBundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run learns, from the command line. */
class TuningTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @TempDir Path own;

  @BeforeAll
  static void draw() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private Run train(Object... more) {
    Object[] first = {
      "train", data, "--backbone", weights, "--arch", "slimresnet", "--out", out(), "--epochs", 2
    };
    return Run.of(Stream.concat(Stream.of(first), Stream.of(more)).toArray());
  }

  private Path out() {
    return own.resolve("model.zip");
  }

  private Map<String, String> facts() throws IOException {
    return ModelBundle.open(out()).model().provenance().facts();
  }

  @Test
  void train_steps_areFactsOfTheModel() throws Exception {
    train("--optimizer", "sgd", "--weight-decay", "0.001", "--schedule", "constant").succeeded();

    assertThat(facts())
        .containsEntry("optimizer", "SGD, momentum 0.9, weight decay 0.001")
        .containsEntry("schedule", "constant");
  }

  @ParameterizedTest
  @CsvSource({
    "--optimizer, lion, '--optimizer must be adamw, adam or sgd, but was ''lion'''",
    "--weight-decay, -1, '--weight-decay must be finite and not negative, but was -1.0'",
    "--weight-decay, NaN, '--weight-decay must be finite and not negative, but was NaN'",
    "--schedule, step, '--schedule must be cosine, one-cycle, plateau or constant, but was ''step'''",
    "--early-stopping, 0, '--early-stopping must be positive, but was 0'"
  })
  void train_wrongValue_isRefusedInOneLine(String option, String value, String message) {
    train(option, value).failed(2, message);
  }

  @Test
  void train_resumedWithAnotherChoice_isRefused() {
    train("--schedule", "constant", "--stop-after", 1).succeeded();

    train("--schedule", "one-cycle", "--resume").failed(1, "schedule");
    train("--schedule", "constant", "--resume").succeeded();
  }

  @Test
  void train_stoppingEarlyWithoutAValidationPart_isRefused() {
    train("--early-stopping", 1).failed(1, "early stopping must have a validation part");
  }

  @Test
  void train_stoppingEarlyOnTheMeasuredPictures_saysSo() throws Exception {
    Path plain = Pieces.plain(own.resolve("plain"));

    Run run =
        Run.of(
            "train", plain, "--backbone", weights, "--arch", "slimresnet", "--out", out(),
            "--epochs", 2, "--early-stopping", 1);

    assertThat(run.succeeded().err())
        .contains("epochs or rates are chosen by the pictures that the model is measured on");
  }

  @Test
  void help_familiesOfOptions_haveHeadings() {
    assertThat(Run.of("train", "--help").succeeded().out())
        .containsSubsequence("Steps:", "--optimizer", "--schedule");
  }

  @Test
  void cv_candidates_takeEveryOption() {
    Run run =
        Run.of(
            "cv",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--folds",
            2,
            "--inner-folds",
            2,
            "--epochs",
            2,
            "--schedule",
            "constant",
            "--keep",
            own.resolve("kept"),
            "--candidate",
            "optimizer=sgd",
            "--candidate",
            "schedule=one-cycle");

    assertThat(run.succeeded().out())
        .contains("schedule=constant optimizer=sgd", "schedule=one-cycle");
  }

  @ParameterizedTest
  @CsvSource({
    "schedul=constant, 'did you mean ''schedule'''",
    "schedule=step, '--schedule must be cosine'",
    "early-stopping=some, '--candidate: Invalid value for option ''--early-stopping'''"
  })
  void cv_wrongWord_isRefused(String word, String message) {
    Run.of(
            "cv",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--candidate",
            word,
            "--candidate",
            "plan=full")
        .failed(2, message);
  }
}
