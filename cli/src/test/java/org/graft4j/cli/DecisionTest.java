package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Tempering;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a model decides: told by the validation part, kept in the bundle, shown by predict. */
class DecisionTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path plain;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    Path drawn = shared.resolve("drawn");
    DrawnFolder.write(DrawnTask.target(), drawn, Map.of("train", 16, "test", 1), 32, Seed.of(1));
    plain = Files.move(drawn.resolve("train"), shared.resolve("plain"));
  }

  private Run train(Path data, String... more) {
    Object[] first = {
      "train",
      data,
      "--backbone",
      weights,
      "--arch",
      "slimresnet",
      "--out",
      model(),
      "--epochs",
      "3"
    };
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  private Path model() {
    return own.resolve("m.zip");
  }

  @Test
  void train_validationPart_storesWhatItPrints() throws Exception {
    Run run = train(plain, "--val-fraction", "0.5", "--max-error", "0.95", "--json").succeeded();
    JsonNode fit = run.json().get("decision");
    assertThat(fit.get("samples").asInt())
        .isEqualTo(run.json().at("/report/n").asInt())
        .isPositive();
    assertThat(run.err()).contains("on " + fit.get("samples").asInt() + " validation pictures");
    TrainedModel trained = ModelBundle.open(model()).model();
    assertThat(trained.decision().temperature()).isEqualTo(fit.get("temperature").asDouble());
    assertThat(trained.provenance().facts().get("temperature")).contains("ECE");
    // Cross-fitted: never measured at a temperature that the same pictures told.
    assertThat(run.json().at("/report/logLoss")).isEqualTo(fit.get("logLossAfter"));
    ClassificationReport report =
        ClassificationReport.fromJson(ModelBundle.open(model()).report().orElseThrow().toJson());
    assertThat(report.temperature()).isEqualTo(fit.get("temperature").asDouble());
    assertThat(report.tempering().map(Tempering::crossFitted).orElse(true)).isTrue();
    assertThat(report.expectedCalibrationError())
        .hasValue(fit.get("calibrationErrorAfter").asDouble());
    assertThat(trained.decision().abstention().isPresent())
        .isEqualTo(fit.get("abstention").get("promised").asBoolean());
  }

  /** The report comes from the table that the temperature was fitted on: no second run of it. */
  @Test
  void train_validationPartOnly_reportsWhatEvaluateSaysOfTheBundle() throws Exception {
    Path divided = Files.createDirectories(own.resolve("divided"));
    Path drawn = own.resolve("drawn");
    DrawnFolder.write(DrawnTask.target(), drawn, Map.of("train", 4, "test", 10), 32, Seed.of(2));
    Files.move(drawn.resolve("train"), divided.resolve("train"));
    Files.move(drawn.resolve("test"), divided.resolve("val"));
    JsonNode trained = train(divided, "--json").succeeded().json().get("report");
    JsonNode again =
        Run.of("evaluate", model(), divided, "--json").succeeded().json().get("report");
    for (String key : new String[] {"n", "correct", "split", "accuracyInterval", "macroF1"}) {
      assertThat(trained.get(key)).as(key).isEqualTo(again.get(key));
    }
    assertThat(trained.get("logLoss").asDouble())
        .isCloseTo(again.get("logLoss").asDouble(), within(1e-9));
  }

  @Test
  void train_wishThatCannotBeKept_saysSoAndStoresNone() throws Exception {
    Run run = train(plain, "--max-error", "0.001").succeeded();
    assertThat(run.err())
        .contains("--max-error: an error rate of 0.001 cannot be promised")
        .contains("no threshold is stored");
    assertThat(ModelBundle.open(model()).model().decision().abstention()).isEmpty();
  }

  @Test
  void train_noValidationPart_fitsNothing() throws Exception {
    Path divided = Pieces.divided(own.resolve("pictures"));
    Run run = train(divided, "--json").succeeded();
    assertThat(run.json().has("decision")).isFalse();
    assertThat(run.err()).doesNotContain("temperature");
    assertThat(ModelBundle.open(model()).model().decision()).isEqualTo(Decision.PLAIN);
    train(divided, "--force", "--max-error", "0.1")
        .failed(1, "--max-error must have a validation part", "add val/");
  }

  @Test
  void train_maxErrorOutOfRange_isAUsageError() {
    train(plain, "--max-error", "1").failed(2, "--max-error must be between 0 and 1, but was 1.0");
    train(plain, "--max-error", "NaN").failed(2, "--max-error must be between 0 and 1");
  }

  @Test
  void predict_unsureModel_saysSo() throws Exception {
    train(plain).succeeded();
    TrainedModel trained = ModelBundle.open(model()).model();
    Decision never = new Decision(1, Optional.of(new Abstention(1, 0.05, 0.95, 0.1)), "plain");
    ModelBundle.of(trained.withDecision(never)).save(own.resolve("unsure.zip"));
    Path picture;
    try (var files = Files.walk(plain)) {
      picture = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    assertThat(Run.of("predict", own.resolve("unsure.zip"), picture).succeeded().out())
        .contains(picture + ":  unsure:  ");
    JsonNode json =
        Run.of("predict", own.resolve("unsure.zip"), picture, "--json").succeeded().json();
    assertThat(json.at("/predictions/0/abstained").asBoolean()).isTrue();
    assertThat(Run.of("predict", model(), picture).succeeded().out()).doesNotContain("unsure");

    Run flipped = Run.of("predict", own.resolve("unsure.zip"), picture, "--tta", "flip");
    assertThat(flipped.succeeded().err()).contains("fitted on other views (plain)");
    assertThat(flipped.out()).doesNotContain("unsure");
  }

  /** What was promised can be held against new pictures. */
  @Test
  void evaluate_modelThatAbstains_saysWhatItAnswered() throws Exception {
    train(plain).succeeded();
    TrainedModel trained = ModelBundle.open(model()).model();
    Decision half = new Decision(2, Optional.of(new Abstention(1e-9, 0.25, 0.95, 1)), "plain");
    ModelBundle.of(trained.withDecision(half)).save(own.resolve("half.zip"));

    JsonNode json = Run.of("evaluate", own.resolve("half.zip"), plain, "--json").json();
    long n = json.at("/report/n").asLong();
    assertThat(json.at("/answers/answered").asLong()).isEqualTo(n).isPositive();
    assertThat(json.at("/answers/maxError").asDouble()).isEqualTo(0.25);
    assertThat(Run.of("evaluate", own.resolve("half.zip"), plain).succeeded().out())
        .containsPattern(
            "answers "
                + n
                + " of "
                + n
                + ", \\d+ of them wrong: [.0-9]+ \\[.*], at most 0.25 promised");
    assertThat(Run.of("evaluate", model(), plain).succeeded().out()).doesNotContain("answers ");
  }
}
