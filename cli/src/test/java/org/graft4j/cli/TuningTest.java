package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
    "--early-stopping, 0, '--early-stopping must be positive, but was 0'",
    "--layer-decay, 1.5, '--layer-decay must be above 0 and 1 at most, but was 1.5'",
    "--clip-norm, 0, '--clip-norm must be positive and finite, but was 0.0'",
    "--accumulate, -2, '--accumulate must be positive, but was -2'",
    "--ema, 1, '--ema must be from 0 to below 1, but was 1.0'",
    "--loss, hinge, '--loss must be cross-entropy or focal'",
    "--loss, focal:x, 'say focal:2, but was ''focal:x'''",
    "--loss, cross-entropy:2, '--loss must be cross-entropy or focal'",
    "--label-smoothing, 1, '--label-smoothing must be from 0 to below 1, but was 1.0'",
    "--class-weights, inverse, '--class-weights must be none, balanced or effective'",
    "--class-weights, effective:1, 'a beta below 1'",
    "--l2-sp, -1, '--l2-sp must be finite and not negative, but was -1.0'",
    "--l1, Infinity, '--l1 must be finite and not negative, but was Infinity'",
    "--l2-sp, 0.1, '--l2-sp must have a plan that trains the backbone, but the plan is linear'",
    "--layer-decay, 0.8, '--layer-decay must have a plan that trains the backbone'",
    "--batch-norm, none, 'must be frozen, train, recalibrate or stochastic:P'",
    "--batch-norm, train, '--batch-norm train must have a plan that trains the backbone'",
    "--source, here, '--source must have a plan that trains the backbone'",
    "--source-weight, 2, '--source-weight must come with --source, but there is none'",
    "--temperature, 2, '--temperature must come with --teacher, but there is none'",
    "--teacher-weight, 1, '--teacher-weight must come with --teacher, but there is none'"
  })
  void train_wrongValue_isRefusedInOneLine(String option, String value, String message) {
    train(option, value).failed(2, message);
  }

  @Test
  void train_choicesThatExcludeEachOther_areRefused() {
    train("--ema", 0.9, "--swa").failed(2, "--ema must come without --swa");
    train("--class-weights", "balanced", "--balanced")
        .failed(2, "--class-weights must come without --balanced");
    train("--loss", "focal", "--label-smoothing", 0.1)
        .failed(2, "--label-smoothing must come with --loss cross-entropy");
  }

  @Test
  void train_lossAndClasses_areFactsOfTheModel() throws Exception {
    train("--loss", "focal:1.5", "--class-weights", "balanced", "--clip-norm", 2, "--ema", 0.9)
        .succeeded();

    assertThat(facts())
        .containsEntry("loss", "focal loss, gamma 1.5, alpha [1.0, 1.0, 1.0]")
        .containsEntry("gradients", "batches a step 1, clipped at 2.0")
        .containsEntry("averaging", "EMA, decay 0.9 after a warm-up");
  }

  @Test
  void train_sampling_isAFactOfTheModel() throws Exception {
    train("--balanced", "--swa", "--accumulate", 2, "--label-smoothing", 0.1).succeeded();

    assertThat(facts())
        .containsEntry("sampling", "balanced")
        .containsEntry("loss", "cross entropy, label smoothing 0.1")
        .containsEntry("gradients", "batches a step 2")
        .containsEntry("averaging", "SWA from 0.75 of the epochs");
  }

  @Test
  void train_regularisers_areFactsOfTheModel() throws Exception {
    Run run =
        train(
            "--plan", "full", "--l2-sp", 0.1, "--delta", 0.5, "--bss", 0.001, "--l1", 0, "--l2",
            1e-4);

    assertThat(run.succeeded().err()).contains("--weight-decay 0 leaves it out");
    assertThat(facts().get("methods").split("; ")).hasSize(4);
  }

  /** Who takes a weight of 0 gets the model without the method. */
  @Test
  void train_weightsOfZero_areNoMethods() throws Exception {
    Run run = train("--l2-sp", 0, "--delta", 0, "--bss", 0, "--co-tuning", 0).succeeded();
    assertThat(run.err()).contains("--delta 0 changes nothing");

    assertThat(facts()).containsEntry("methods", "none");
  }

  @Test
  void train_gradually_hasAStageForEachGroup() throws Exception {
    train("--plan", "gradual", "--layer-decay", 0.5).succeeded();

    assertThat(facts().get("plan")).contains("'from ", "times 0.5 for each layer down");
  }

  @Test
  void train_byATeacher_learnsFromItAndSaysSo() throws Exception {
    train().succeeded();
    Path teacher = own.resolve("teacher.zip");
    Files.move(out(), teacher);

    train("--teacher", teacher, "--temperature", 2, "--teacher-weight", 1).succeeded();

    assertThat(facts().get("methods")).contains("distillation, temperature 2.0, alpha 1.0");
  }

  @Test
  void train_besideASource_saysSo() throws Exception {
    Path source = Pieces.plain(own.resolve("source"));

    train("--plan", "full", "--source", source, "--source-weight", 0.5, "--source-batch", 4)
        .succeeded();

    assertThat(facts().get("methods"))
        .contains("joint training with 18 pictures of 3 classes", "4 in each batch");
  }

  @Test
  void train_sourceOfMeasuredPictures_isRefused() {
    train("--plan", "full", "--source", data.resolve("test"))
        .failed(1, "--source must have none of the validation and test pictures", "12 of its 12");
  }

  @Test
  void train_sourceOfTrainingPictures_isNotedAndAFact() throws Exception {
    Run run = train("--plan", "full", "--source", data).succeeded();

    assertThat(run.err())
        .contains("in the training part or in --source byte for byte")
        .contains("18 of the 18 pictures of --source are training pictures of DATA, too");
    assertThat(facts().get("source"))
        .startsWith("18 pictures of '")
        .contains("pictures', none of them", "18 of them training pictures of DATA");
  }

  @Test
  void cv_sourceOfItsOwnPictures_isRefused() {
    cv("--plan", "full", "--source", data)
        .failed(1, "--source must have none of the pictures of DATA, which folds measure on");
  }

  @Test
  void cv_stoppingEarly_asksForAPartToDoItBy() {
    cv("--early-stopping", 1).failed(1, "--early-stopping must have", "add --calibrate 0.2");
  }

  @Test
  void cv_byATeacher_saysWhatTheNumbersAreOf() throws Exception {
    train().succeeded();
    Run same = cv("--teacher", out(), "--json").succeeded();
    String note = "trained on these very pictures";
    assertThat(same.err()).contains(note);
    assertThat(same.json().get("notes").toString()).contains(note);

    Path plain = Pieces.plain(own.resolve("plain"));
    Run other =
        Run.of(
            "cv",
            plain,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--folds",
            2,
            "--epochs",
            1,
            "--keep",
            own.resolve("k"),
            "--teacher",
            out());
    assertThat(other.succeeded().err()).contains("may be held out here");
  }

  private Run cv(Object... more) {
    Object[] first = {
      "cv",
      data,
      "--backbone",
      weights,
      "--arch",
      "slimresnet",
      "--folds",
      2,
      "--epochs",
      1,
      "--keep",
      own.resolve("folds")
    };
    return Run.of(Stream.concat(Stream.of(first), Stream.of(more)).toArray());
  }

  @Test
  void train_byATeacherOfOtherClasses_isRefusedFirst() throws Exception {
    train().succeeded();
    Path fewer = Pieces.divided(own.resolve("fewer"));
    Pieces.delete(fewer.resolve("train").resolve(Pieces.classes().get(0)));
    Pieces.delete(fewer.resolve("test").resolve(Pieces.classes().get(0)));

    Run run =
        Run.of(
            "train",
            fewer,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            own.resolve("m.zip"),
            "--teacher",
            out());

    run.failed(1, "--teacher '", "must have the same classes", "name a model of DATA's classes");
    assertThat(run.err()).doesNotContain("stage '");
  }

  @Test
  void train_batchNorm_isAFactOfTheModel() throws Exception {
    train("--plan", "full", "--batch-norm", "recalibrate").succeeded();

    assertThat(facts()).containsEntry("batchNorm", "recalibrate");
  }

  @Test
  void train_byATeacherThatIsNotThere_isRefused() {
    train("--teacher", own.resolve("none.zip")).failed(1, "none.zip");
  }

  @Test
  void train_resumedWithAnotherChoice_isRefused() {
    train("--schedule", "constant", "--stop-after", 1).succeeded();

    train("--schedule", "one-cycle", "--resume").failed(1, "schedule");
    train("--schedule", "constant", "--resume").succeeded();
  }

  @Test
  void train_stoppingEarlyWithoutAValidationPart_isRefused() {
    Run early = train("--early-stopping", 1);
    early.failed(1, "--early-stopping must have a validation part", "add val/");
    assertThat(early.err()).doesNotContain("byte for byte");
    train("--schedule", "plateau").failed(1, "--schedule plateau must have a validation part");
  }

  @Test
  void train_stoppingEarlyOnTheMeasuredPictures_saysSo() throws Exception {
    Path plain = Pieces.plain(own.resolve("plain"));

    Run run =
        Run.of(
            "train",
            plain,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            out(),
            "--epochs",
            2,
            "--early-stopping",
            1);

    assertThat(run.succeeded().err())
        .contains("epochs or rates are chosen by the pictures that the model is measured on");
  }

  @Test
  void help_familiesOfOptions_haveHeadings() {
    assertThat(Run.of("train", "--help").succeeded().out())
        .containsSubsequence(
            "Steps:",
            "--optimizer",
            "Loss and classes:",
            "--loss",
            "Regularisers:",
            "--l2-sp",
            "Teacher:",
            "--teacher");
  }

  @Test
  void train_optionGivenTwice_isRefusedForThat() {
    train("--temperature", 2, "--teacher", "t.zip", "--temperature=3")
        .failed(2, "option '--temperature' should be specified only once");
  }

  @ParameterizedTest
  @CsvSource({"--l2-sp, 0.1", "--delta, 0.1", "--co-tuning, 2.3"})
  void train_fromScratch_hasNoPretrainedNetworkToCompareWith(String option, String value) {
    train("--plan", "full", "--from-scratch", option, value)
        .failed(2, option + " must have pretrained weights, but --from-scratch");
  }

  @Test
  void train_decayBesideL2Sp_isNotedWhoeverAskedForIt() {
    assertThat(train("--plan", "full", "--l2-sp", 0.1, "--weight-decay", 0.02).succeeded().err())
        .contains("the weight decay of 0.02 pulls to zero what --l2-sp keeps")
        .containsPattern("1/2  loss [0-9.]+ \\+ [0-9.]+ of methods");
  }

  @Test
  void train_refusalOfAMethod_namesItsOption() {
    train("--plan", "full", "--co-tuning", 2.3).failed(1, "--co-tuning: ");
  }

  @Test
  void help_synopsis_isOneLine() {
    assertThat(Run.of("train", "--help").succeeded().out())
        .startsWith("Usage: graft4j train DATA --backbone ID|FILE --out FILE [options]\n");
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
            "schedule=one-cycle balanced=true clip-norm=1");

    assertThat(run.succeeded().out())
        .contains(
            "schedule=constant optimizer=sgd", "schedule=one-cycle balanced=true clip-norm=1");
  }

  @ParameterizedTest
  @CsvSource({
    "schedul=constant, 'did you mean ''schedule'''",
    "schedule=step, '--schedule must be cosine'",
    "clip-norm=0, '--clip-norm must be positive'",
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
