package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft4j.data.Seed;
import org.graft4j.zoo.StateDictionary;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each ends with one line that names the thing, and leaves nothing behind. */
class BadInputTest {
  @TempDir static Path shared;
  private static Path weights;

  @TempDir Path own;
  private Path data;
  private Path outputs;

  @BeforeAll
  static void writeWeights() throws Exception {
    weights = Pieces.weights(shared);
  }

  @BeforeEach
  void draw() throws Exception {
    data = Pieces.plain(own.resolve("pictures"));
    outputs = Files.createDirectory(own.resolve("outputs"));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(Pieces.names(outputs)).isEmpty();
  }

  private Run train(Path folder, Object... more) {
    Object[] first = {
      "train", folder, "--backbone", weights, "--arch", "slimresnet", "--epochs", "1"
    };
    return Run.of(join(first, join(new Object[] {"--out", outputs.resolve("model.zip")}, more)));
  }

  private static Object[] join(Object[] first, Object[] second) {
    Object[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private Path classFolder(int index) {
    return data.resolve(Pieces.classes().get(index));
  }

  private void truncate(Path picture) throws IOException {
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private void truncateAll(Path folder) throws IOException {
    for (String name : Pieces.names(folder)) {
      truncate(folder.resolve(name));
    }
  }

  private Path model() {
    Path model = own.resolve("good.zip");
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--epochs",
            "1",
            "--out",
            model)
        .succeeded();
    return model;
  }

  @Test
  void train_noSuchFolder_isNamed() {
    train(own.resolve("nowhere")).failed(1, "no such file or folder: ", "nowhere: name a folder");
  }

  @Test
  void train_fileAsFolder_isNamed() {
    train(weights).failed(1, "slim.safetensors' is a file, not a folder");
  }

  @Test
  void train_emptyFolder_isNamed() throws Exception {
    train(Files.createDirectory(own.resolve("empty"))).failed(1, "empty' is empty");
  }

  @Test
  void train_oneClass_isNamed() throws Exception {
    Pieces.delete(classFolder(1));
    Pieces.delete(classFolder(2));
    train(data).failed(1, "one class only ('" + Pieces.classes().get(0) + "')");
  }

  @Test
  void train_classWithOnePicture_isNamed() throws Exception {
    for (String name : Pieces.names(classFolder(1)).subList(1, 6)) {
      Files.delete(classFolder(1).resolve(name));
    }
    train(data).failed(1, Pieces.classes().get(1));
  }

  @Test
  void train_classOnlyInTest_isNamed() throws Exception {
    Path divided = Pieces.divided(own.resolve("divided"));
    Pieces.delete(divided.resolve("train").resolve(Pieces.classes().get(2)));
    train(divided)
        .failed(1, "class '" + Pieces.classes().get(2) + "' is only in the test part", "train/");
  }

  @Test
  void train_nothingButTexts_isNamed() throws Exception {
    Path texts = own.resolve("texts");
    for (String name : new String[] {"a", "b"}) {
      Files.createDirectories(texts.resolve(name));
      Files.writeString(texts.resolve(name).resolve("1.jpg"), "not a picture");
    }
    train(texts).failed(1, "texts' has no pictures in class folders (2 other files)");
  }

  @Test
  void train_strictAndTruncatedPicture_isNamed() throws Exception {
    truncate(classFolder(0).resolve("0001.jpg"));
    train(data, "--strict")
        .failed(1, "1 picture cannot be read: " + Pieces.classes().get(0) + "/0001.jpg");
  }

  @Test
  void train_allOfAClassTruncated_isNamed() throws Exception {
    truncateAll(classFolder(0));
    train(data).failed(1, Pieces.classes().get(0), "no pictures left to train on");
  }

  // Found after the training it would have cost the whole run.
  @Test
  void train_allOfTheTestPartTruncated_isRefusedBeforeTheTraining() throws Exception {
    Path divided = Pieces.divided(own.resolve("divided"));
    for (String name : Pieces.classes()) {
      truncateAll(divided.resolve("test").resolve(name));
    }
    Run run = train(divided).failed(1, "no picture left to measure the model on");
    assertThat(run.err()).doesNotContain("stage");
  }

  @Test
  void train_weightsOfAnotherArchitecture_areNamed() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "resnet18",
            "--out",
            outputs.resolve("model.zip"))
        .failed(1, "slim.safetensors");
  }

  @Test
  void train_truncatedWeights_areNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    Path cut = Files.write(own.resolve("cut.safetensors"), Arrays.copyOf(bytes, 100_000));
    Run.of(
            "train",
            data,
            "--backbone",
            cut,
            "--arch",
            "slimresnet",
            "--out",
            outputs.resolve("model.zip"))
        .failed(1, "cut.safetensors");
  }

  @Test
  void train_infiniteWeights_areNamed() throws Exception {
    var graph = UntrainedBackbone.of("slimresnet", 0, Seed.of(1)).graph();
    String first = graph.paramTable().keySet().iterator().next();
    graph.getParam(first).putScalar(0, Float.NaN);
    Path bad = own.resolve("nan.safetensors");
    SafetensorsWriter.write(bad, StateDictionary.of(graph, false));
    Run.of(
            "train",
            data,
            "--backbone",
            bad,
            "--arch",
            "slimresnet",
            "--out",
            outputs.resolve("model.zip"))
        .failed(1, "nan.safetensors");
  }

  @Test
  void train_unknownId_namesTheNearest() {
    String home = System.getProperty("graft4j.home");
    System.setProperty("graft4j.home", own.resolve("home").toString());
    try {
      Run.of("weights", "import", weights, "--arch", "slimresnet", "--id", "slimresnet.mine")
          .succeeded();
      Run.of("train", data, "--backbone", "slimresnet.mime", "--out", outputs.resolve("model.zip"))
          .failed(1, "unknown weights id 'slimresnet.mime'; did you mean 'slimresnet.mine'?");
    } finally {
      restore("graft4j.home", home);
    }
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  @Test
  void train_unknownArchitecture_namesTheNearest() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnt",
            "--out",
            outputs.resolve("model.zip"))
        .failed(1, "slimresnt", "did you mean 'slimresnet'?");
  }

  @Test
  void train_unknownGroup_listsTheKnownOnes() {
    train(data, "--features-at", "layer9").failed(1, "layer9", "layer1");
  }

  @Test
  void train_missingWeightsFile_isNamed() {
    Run.of(
            "train",
            data,
            "--backbone",
            own.resolve("none.pth"),
            "--arch",
            "resnet18",
            "--out",
            outputs.resolve("model.zip"))
        .failed(1, "none.pth");
  }

  @Test
  void train_outputExists_asksForForceAndKeepsIt() throws Exception {
    Path there = Files.writeString(own.resolve("there.zip"), "precious");
    Run.of("train", data, "--backbone", weights, "--arch", "slimresnet", "--out", there)
        .failed(1, "there.zip", "--force");
    assertThat(there).hasContent("precious");
  }

  @Test
  void train_outputFolderMissing_isNamed() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            own.resolve("missing").resolve("model.zip"))
        .failed(1, "missing");
  }

  @Test
  void train_outputBelowAFile_isNamed() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            weights.resolve("model.zip"))
        .failed(1, "slim.safetensors");
  }

  // Found after the training it would be too late.
  @Test
  void train_reportBelowAFile_isRefusedBeforeTheTraining() {
    Run run = train(data, "--report", weights.resolve("report")).failed(1, "slim.safetensors");
    assertThat(run.err()).doesNotContain("stage");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void train_reportThatCannotBeMade_isRefusedBeforeTheTraining() {
    Run run = train(data, "--report", "/proc/report").failed(1, "nothing can be written in /proc");
    assertThat(run.err()).doesNotContain("stage");
  }

  @Test
  void train_hugeRate_namesFiles() {
    train(data, "--plan", "full", "--lr", "1e38").failed(1, "lower the learning rate", ".jpg");
  }

  @Test
  void train_forceWithBadData_keepsTheInterruptedRun() throws Exception {
    Path out = own.resolve("kept.zip");
    Path checkpoint = Files.writeString(own.resolve("kept.zip.checkpoint"), "an epoch");
    Run.of(
            "train",
            own.resolve("nowhere"),
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--force",
            "--out",
            out)
        .failed(1, "nowhere");
    assertThat(checkpoint).hasContent("an epoch");
  }

  @Test
  void evaluate_modelThatIsNoBundle_isNamed() {
    Run.of("evaluate", weights, data).failed(1, "slim.safetensors");
    Run none = Run.of("evaluate", own.resolve("none.zip"), data).failed(1, "none.zip");
    assertThat(none.errors().get(0)).containsOnlyOnce("no such file");
    Run.of("predict", weights, classFolder(0).resolve("0001.jpg")).failed(1, "slim.safetensors");
  }

  @Test
  void evaluate_unknownLabels_areNamed() throws Exception {
    Path model = model();
    Files.move(classFolder(1), data.resolve("unheard of"));
    Run.of("evaluate", model, data)
        .failed(1, "the model does not know the classes [unheard of]", Pieces.classes().get(1));
  }

  @Test
  void evaluate_strictAndTruncatedPicture_isNamed() throws Exception {
    Path model = model();
    truncate(classFolder(2).resolve("0003.jpg"));
    Run.of("evaluate", model, data, "--strict").failed(1, "0003.jpg");
    Run run = Run.of("evaluate", model, data, "--json").succeeded();
    assertThat(run.err()).contains("left out 1 picture that cannot be read").contains("0003.jpg");
    assertThat(run.json().at("/report/n").asInt()).isEqualTo(17);
  }

  @Test
  void evaluate_truncatedPictureOfTheTrainingPart_isNoMatterEvenIfStrict() throws Exception {
    Path model = model();
    Path divided = Pieces.divided(own.resolve("divided"));
    truncateAll(divided.resolve("train").resolve(Pieces.classes().get(0)));
    Run run = Run.of("evaluate", model, divided, "--strict", "--json").succeeded();
    assertThat(run.json().at("/report/n").asInt()).isEqualTo(12);
    assertThat(run.err()).doesNotContain("cannot be read");
  }

  @Test
  void evaluate_oneClassOrATestPartAlone_isMeasured() throws Exception {
    Path model = model();
    Path divided = Pieces.divided(own.resolve("divided"));
    Pieces.delete(divided.resolve("train"));
    Run test = Run.of("evaluate", model, divided, "--json").succeeded();
    assertThat(test.json().at("/report/n").asInt()).isEqualTo(12);
    Pieces.delete(classFolder(0));
    Pieces.delete(classFolder(1));
    Run one = Run.of("evaluate", model, data, "--json").succeeded();
    assertThat(one.json().at("/report/n").asInt()).isEqualTo(6);
  }

  @Test
  void predict_oneBadPicture_isNamedAndTheOthersGoOn() throws Exception {
    Path model = model();
    truncate(classFolder(0).resolve("0001.jpg"));
    Run run =
        Run.of(
            "predict",
            model,
            classFolder(0).resolve("0001.jpg"),
            classFolder(0).resolve("0002.jpg"),
            own.resolve("none.jpg"),
            "--json");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0)).contains("0001.jpg");
    assertThat(run.errors().get(1)).contains("none.jpg").doesNotContain("Exception");
    assertThat(run.json().get("predictions")).hasSize(3);
    assertThat(run.json().at("/predictions/0/error").asText()).contains("0001.jpg");
    assertThat(run.json().at("/predictions/1/classes")).isNotEmpty();
    assertThat(run.json().at("/predictions/2/error").asText()).contains("none.jpg");
  }

  @Test
  void predict_folder_isNamed() throws Exception {
    Run.of("predict", model(), classFolder(0)).failed(1, "is a folder: name picture files");
  }

  @Test
  void anyCommand_wrongUsage_exitsWith2() {
    Run.of("train", data).failed(2, "--help");
    Run.of("trian", data).failed(2, "trian");
    Run.of("weights").failed(2, "subcommand");
    train(data, "--plan", "probe").failed(2, "linear-probe, head-then-all, gradual or full");
    train(data, "--batch", "-4").failed(2, "--batch must be positive, but was -4");
    train(data, "--lr", "NaN").failed(2, "--lr");
    train(data, "--val-fraction", "1").failed(2, "--val-fraction");
    train(data, "--stop-after", "0").failed(2, "--stop-after");
    Run.of("train", data, "--backbone", weights, "--out", outputs.resolve("m.zip"))
        .failed(2, "--arch");
    Run.of("predict", "m.zip", "a.jpg", "--top", "0").failed(2, "--top must be positive");
    assertThat(Run.of().code()).isEqualTo(2);
  }

  @Test
  void anyCommand_debug_showsTheStackTrace() {
    Run run = Run.of("--debug", "evaluate", own.resolve("none.zip"), data);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.graft4j.");
    assertThat(run.errors()).hasSize(1);
  }

  @Test
  void predict_debug_showsTheStackTraceOfABadPicture() throws Exception {
    Path model = model();
    Path picture = classFolder(0).resolve("0001.jpg");
    truncate(picture);
    Run run = Run.of("--debug", "predict", model, picture);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.graft4j.");
    assertThat(run.errors()).hasSize(1);
    assertThat(Run.of("predict", model, picture).err()).doesNotContain("\tat ");
  }
}
