package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUp;
import org.graft4j.augment.mix.MixUpOrCutMix;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.eval.Evaluator;
import org.graft4j.model.Head;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch mixing and test-time views from the command line. */
class MixAndViewsTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;
  private static Path model;

  @TempDir Path own;

  @BeforeAll
  static void train() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
    model = shared.resolve("model.zip");
    train(model, "--mix", "mixup:0.3", "--epochs", "5").succeeded();
  }

  private static Run train(Path out, String... more) {
    Object[] all = new Object[8 + more.length];
    Object[] first = {"train", data, "--backbone", weights, "--arch", "slimresnet", "--out", out};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  private static String mixing(Path bundle) throws IOException {
    return ModelBundle.open(bundle).model().provenance().facts().get("mixing");
  }

  @Test
  void train_mixed_saysSoInTheProvenance() throws Exception {
    assertThat(mixing(model)).isEqualTo("MixUp[alpha=0.3]");
  }

  @Test
  void train_cutMixOnPictures_isKept() throws Exception {
    Path out = own.resolve("cut.zip");

    train(out, "--mix", "cutmix", "--plan", "full", "--epochs", "1").succeeded();

    assertThat(mixing(out)).isEqualTo("CutMix[alpha=1.0]");
  }

  @Test
  void train_mixUpOrCutMix_isKept() throws Exception {
    Path out = own.resolve("either.zip");

    train(out, "--mix", "mixup-or-cutmix", "--plan", "full", "--epochs", "1").succeeded();

    assertThat(mixing(out))
        .isEqualTo(new MixUpOrCutMix(new MixUp(0.2), new CutMix(1), 0.5).describe());
  }

  @Test
  void train_cutMixOnVectors_isRefused() {
    train(own.resolve("none.zip"), "--mix", "cutmix")
        .failed(2, "--mix cutmix works with --plan full only", "linear-probe; use --mix mixup");
  }

  @ParameterizedTest
  @CsvSource({
    "blend, 'must be none, mixup, cutmix or mixup-or-cutmix'",
    "mixup:, 'say mixup:0.2'",
    "mixup:0x1p-2, 'say mixup:0.2'",
    "mixup:0.2d, 'say mixup:0.2'",
    "none:1, 'none and mixup-or-cutmix have no alpha, but was'",
    "mixup-or-cutmix:1, 'have no alpha'",
    "mixup:0, 'alpha must be from 0.001'",
    "cutmix:-1, 'but was -1.0'"
  })
  void train_wrongMix_isRefused(String value, String message) {
    train(own.resolve("none.zip"), "--mix", value).failed(2, "--mix", message);
  }

  @Test
  void evaluate_views_areSaidAndReported() {
    JsonNode flipped =
        Run.of("evaluate", model, data, "--tta", "flip", "--json").succeeded().json().get("report");
    JsonNode plain = Run.of("evaluate", model, data, "--json").succeeded().json().get("report");

    assertThat(flipped.get("views").textValue()).isEqualTo("plain and mirrored");
    assertThat(
            Run.of("evaluate", model, data, "--tta", "standard:2", "--json")
                .json()
                .at("/report/views"))
        .hasToString("\"plain and 1 of standard, seed 42\"");
    assertThat(plain.get("views").textValue()).isEqualTo("plain");
    assertThat(flipped.get("logLoss")).isNotEqualTo(plain.get("logLoss"));
    Run drawn = Run.of("evaluate", model, data, "--tta", "light:3").succeeded();
    assertThat(drawn.out()).contains("pictures in several views, macro F1");
    assertThat(drawn.err())
        .contains("mean of 3 views of each picture: the plain picture and 2 of light");
  }

  @Test
  void evaluate_oneView_isThePlainResult() {
    assertThat(Run.of("evaluate", model, data, "--tta", "standard:1", "--json").succeeded().out())
        .isEqualTo(Run.of("evaluate", model, data, "--json").succeeded().out());
  }

  @Test
  void predict_views_changesTheProbabilities() throws IOException {
    Path picture = ImageFolder.scan(data.resolve("test")).items().get(0).file();

    JsonNode plain =
        Run.of("predict", model, picture, "--json").succeeded().json().get("predictions");
    JsonNode ten =
        Run.of("predict", model, picture, "--tta", "ten-crop", "--json").json().get("predictions");

    assertThat(ten.get(0).get("classes")).hasSize(3).isNotEqualTo(plain.get(0).get("classes"));
  }

  @ParameterizedTest
  @CsvSource({
    "flip:3, 'has 2 views always'",
    "none:3, 'has one view'",
    "light:0, 'N of --tta must be from 1 to 256'",
    "no-such, 'no-such'"
  })
  void evaluate_wrongViews_areRefused(String value, String message) {
    Run.of("evaluate", model, data, "--tta", value).failed(2, message);
  }

  /** A whole network on mixed pictures alone: it learns what they were mixed of. */
  @Test
  @Tag("slow")
  void fit_mixedPictures_learnsTheClasses() throws Exception {
    BatchMixing mixing = new MixUpOrCutMix(new MixUp(0.4), new CutMix(1), 0.5);
    DatasetSplit split = ImageFolder.scan(data).givenSplit().orElseThrow();
    FineTuneResult run =
        FineTuner.of(UntrainedBackbone.of("slimresnet", 0, Seed.of(1)))
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.full(12))
            .batchNorm(BatchNormPolicy.TRAIN)
            .mixing(mixing)
            .batchSize(6)
            .seed(Seed.of(5))
            .build()
            .fit(split);

    double accuracy = Evaluator.classification().evaluate(run.model(), split.train()).accuracy();
    assertThat(accuracy).as("chance is a third").isGreaterThan(0.7);
  }
}
