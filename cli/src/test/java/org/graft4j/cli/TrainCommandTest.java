package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Seed;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.zoo.StateDictionary;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ordinary path, and going on after an interruption. */
class TrainCommandTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private static Run train(Path folder, Path out, String... more) {
    Object[] first = {"train", folder, "--backbone", weights, "--arch", "slimresnet", "--out", out};
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  @Test
  void train_partialWeights_listsWhatStartsAtRandom() throws Exception {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "resnet18",
            "--partial",
            "0.9",
            "--out",
            own.resolve("none.zip"))
        .failed(1, "at least 0.9 of the network's parameters must be found, but 0.0");
    Run run = train(data, own.resolve("model.zip"), "--partial", "1", "--epochs", "1").succeeded();

    assertThat(run.err()).contains("copied ").contains("100.0% of the trunk's numbers");
    assertThat(batchNorm(own.resolve("model.zip"))).isEqualTo("frozen");
  }

  /** Mean 0 and variance 1 are the statistics of no network: random layers must move them. */
  @Test
  void train_partialWeightsWithoutSomeStatistics_trainsBatchNorms() throws Exception {
    Map<String, FloatTensor> tensors =
        new LinkedHashMap<>(
            StateDictionary.of(UntrainedBackbone.of("slimresnet", 0, Seed.of(1)).graph(), true));
    String last =
        tensors.keySet().stream().filter(n -> n.endsWith("running_var")).reduce((a, b) -> b).get();
    tensors.remove(last);
    Path file = own.resolve("most.safetensors");
    SafetensorsWriter.write(file, tensors);
    Path out = own.resolve("model.zip");
    Run.of(
            "train",
            data,
            "--backbone",
            file,
            "--arch",
            "slimresnet",
            "--partial",
            "0.5",
            "--plan",
            "full",
            "--epochs",
            "1",
            "--out",
            out)
        .succeeded();

    assertThat(batchNorm(out)).isEqualTo("train");
  }

  private static String batchNorm(Path bundle) throws IOException {
    return ModelBundle.open(bundle).model().provenance().facts().get("batchNorm");
  }

  @Test
  void train_partialWeightsFromScratch_isAUsageError() {
    train(data, own.resolve("model.zip"), "--partial", "0.5", "--from-scratch")
        .failed(2, "--partial must come", "without --features-at and --from-scratch");
  }

  @Test
  void train_json_isTheReportOnStdoutAlone() throws Exception {
    Path out = own.resolve("model.zip");
    JsonNode json = train(data, out, "--epochs", "3", "--json").succeeded().json();

    JsonNode report = json.get("report");
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(ClassificationReport.fromJson(report.toString()).n()).isEqualTo(12);
    assertThat(json.at("/leak/leaks").asBoolean(true)).isFalse();
    assertThat(json.at("/leak/compared").asText()).isEqualTo("files");
    assertThat(json.get("epochs").asInt()).isEqualTo(3);
    assertThat(json.get("model").asText()).isEqualTo(out.toString());
    assertThat(Pieces.names(own)).containsExactly("model.zip");

    JsonNode evaluated = Run.of("evaluate", out, data, "--json").succeeded().json();
    assertThat(evaluated.get("schemaVersion").asInt()).isEqualTo(1);
    JsonNode again = evaluated.get("report");
    for (String key : new String[] {"n", "accuracy", "accuracyInterval", "macroF1"}) {
      assertThat(again.get(key)).as(key).isNotNull().isEqualTo(report.get(key));
    }
    assertThat(again.get("accuracyInterval")).hasSize(2);

    Path picture = data.resolve("test").resolve(Pieces.classes().get(0)).resolve("0001.jpg");
    JsonNode predicted = Run.of("predict", out, picture, "--top", "2", "--json").succeeded().json();
    assertThat(predicted.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(predicted.get("predictions")).hasSize(1);
    assertThat(predicted.at("/predictions/0/classes")).hasSize(2);
    assertThat(predicted.at("/predictions/0/classes/0/label").asText()).isIn(Pieces.classes());
  }

  @Test
  void train_stoppedJson_hasAVersion() {
    Run run = train(data, own.resolve("m.zip"), "--epochs", "2", "--stop-after", "1", "--json");
    assertThat(run.succeeded().json()).hasToString("{\"schemaVersion\":1,\"finished\":false}");
  }

  /** A folder in DATA is a class of the next run; a file is none. */
  @ParameterizedTest
  @ValueSource(strings = {"--report", "--tensorboard"})
  void train_folderInsideTheData_isRefused(String option) throws Exception {
    Path folder = Pieces.plain(own.resolve("pictures"));
    Path inside = folder.resolve("inside");
    train(folder, own.resolve("m.zip"), "--epochs", "1", option, inside.toString())
        .failed(1, option + " must lie outside of");
    assertThat(inside).doesNotExist();
    assertThat(own.resolve("m.zip")).doesNotExist();
  }

  @Test
  void train_sameFileInBothParts_isToldWithoutAReportAndStaysWithTheModel() throws Exception {
    Path folder = Pieces.divided(own.resolve("pictures"));
    String name = Pieces.classes().get(0);
    Path from = folder.resolve("train").resolve(name);
    Files.copy(
        from.resolve(Pieces.names(from).get(0)),
        folder.resolve("test").resolve(name).resolve("copy.png"));
    Path out = own.resolve("m.zip");
    Run run = train(folder, out, "--epochs", "1").succeeded();
    assertThat(run.err()).contains("LEAK: 1 of the 13 measured pictures");
    assertThat(run.out()).contains("NOT TO BE TRUSTED: 1 of these pictures");
    assertThat(ModelBundle.open(out).model().provenance().facts().get("leak"))
        .contains("1 as the same file");
  }

  @Test
  void train_card_staysWithTheModelAndNotWithTheCheckpoint() throws Exception {
    Path card = Files.writeString(own.resolve("card.json"), "{\"intendedUse\":\"sorting shapes\"}");
    Path out = own.resolve("m.zip");
    String[] settings = {"--epochs", "2", "--card", card.toString()};
    train(data, out, "--epochs", "2", "--stop-after", "1").succeeded();
    train(data, out, "--epochs", "2", "--card", card.toString(), "--resume").succeeded();
    assertThat(ModelBundle.open(out).model().provenance().facts())
        .containsEntry("card.intendedUse", "sorting shapes");
    Path page = own.resolve("page");
    Run.of("evaluate", out, data, "--report", page).succeeded();
    assertThat(Files.readString(page.resolve("report.md"))).contains("sorting shapes");
    Files.writeString(card, "{\"intended\":\"x\"}");
    train(data, own.resolve("o.zip"), settings).failed(1, "unknown entry 'intended'");
  }

  @Test
  void train_report_isWritten() throws Exception {
    train(data, own.resolve("m.zip"), "--epochs", "2", "--report", own.resolve("r").toString())
        .succeeded();
    assertThat(Pieces.names(own.resolve("r"))).contains("report.html", "report.json");
  }

  @Test
  void train_namesOfAnyLanguage_goThroughToTheBundle() throws Exception {
    Path folder = Pieces.plain(own.resolve("Bilder und 图片"));
    String[] names = {"große Äpfel", "小 狗", "it's a \"quote\""};
    for (int i = 0; i < names.length; i++) {
      Files.move(folder.resolve(Pieces.classes().get(i)), folder.resolve(names[i]));
    }
    Path picture = folder.resolve(names[1]).resolve("ein Bild 一.jpg");
    Files.move(folder.resolve(names[1]).resolve("0001.jpg"), picture);
    Path out = own.resolve("Modell ü 模型.zip");
    train(folder, out, "--epochs", "1").succeeded();

    assertThat(ModelBundle.open(out).model().labels().names()).containsExactlyInAnyOrder(names);
    assertThat(Run.of("predict", out, picture).succeeded().out()).contains("ein Bild 一.jpg");
  }

  @Test
  void train_linksInACircleAndOtherFiles_areLeftOutWithTheirCount() throws Exception {
    Path folder = Pieces.plain(own.resolve("pictures"));
    Path inside = folder.resolve(Pieces.classes().get(0));
    try {
      Files.createSymbolicLink(inside.resolve("round"), folder);
      Files.createSymbolicLink(folder.resolve("circle"), folder);
    } catch (UnsupportedOperationException | IOException e) {
      assumeTrue(false, "no symbolic links here");
    }
    Files.writeString(inside.resolve("notes.txt"), "not a picture");
    Run run = train(folder, own.resolve("m.zip"), "--epochs", "1", "--json").succeeded();

    assertThat(run.json().get("pictures").asInt()).isEqualTo(18);
    assertThat(run.err()).contains("left out").contains("notes.txt").contains("circle");
  }

  @Test
  void train_truncatedPicture_isLeftOutWithItsCount() throws Exception {
    Path folder = Pieces.plain(own.resolve("pictures"));
    Path picture = folder.resolve(Pieces.classes().get(0)).resolve("0004.jpg");
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(bytes, bytes.length / 2));
    Run run = train(folder, own.resolve("m.zip"), "--epochs", "1", "--json").succeeded();

    assertThat(run.json().get("pictures").asInt()).isEqualTo(17);
    assertThat(run.err()).contains("left out 1 picture that cannot be read").contains("0004.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "full"})
  void resume_afterStop_givesTheBytesOfAnUninterruptedRun(String plan) throws Exception {
    Path whole = own.resolve("whole.zip");
    Path parts = own.resolve("parts.zip");
    String[] settings = {"--plan", plan, "--epochs", "3"};
    train(data, whole, settings).succeeded();

    Run stopped = train(data, parts, "--plan", plan, "--epochs", "3", "--stop-after", "2");
    stopped.succeeded();
    assertThat(stopped.err()).contains("go on with --resume");
    assertThat(Pieces.names(own)).containsExactly("parts.zip.checkpoint", "whole.zip");

    train(data, parts, settings).failed(1, "--resume", "--force");
    train(data, parts, "--plan", plan, "--epochs", "4", "--resume")
        .failed(1, "cannot resume another run: plan was");
    assertThat(Pieces.names(own)).containsExactly("parts.zip.checkpoint", "whole.zip");

    train(data, parts, "--plan", plan, "--epochs", "3", "--resume").succeeded();
    assertThat(parts).hasSameBinaryContentAs(whole);
    assertThat(Pieces.names(own)).containsExactly("parts.zip", "whole.zip");
  }

  @Test
  void stopAfter_theLastEpochOfAll_finishes() throws Exception {
    Path out = own.resolve("model.zip");
    train(data, out, "--epochs", "2", "--stop-after", "2").succeeded();
    assertThat(Pieces.names(own)).containsExactly("model.zip");
  }

  @Test
  void stopAfter_theLastEpochOfAStageThatAnotherFollows_stops() throws Exception {
    Path out = own.resolve("model.zip");
    String[] settings = {"--plan", "head-then-all", "--epochs", "1"};
    train(data, out, "--plan", "head-then-all", "--epochs", "1", "--stop-after", "30").succeeded();
    assertThat(out).doesNotExist();
    train(data, out, "--plan", "head-then-all", "--epochs", "1", "--stop-after", "1", "--resume")
        .succeeded();
    Path whole = own.resolve("whole.zip");
    train(data, whole, settings).succeeded();
    assertThat(out).hasSameBinaryContentAs(whole);
  }

  @Test
  void rate_ofThePlansOwnValue_changesNothing() throws Exception {
    Path own1 = own.resolve("default.zip");
    Path own2 = own.resolve("named.zip");
    train(data, own1, "--epochs", "1").succeeded();
    train(data, own2, "--epochs", "1", "--lr", "0.03").succeeded();
    assertThat(own2).hasSameBinaryContentAs(own1);
  }
}
