package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.zoo.Zoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The advice for a folder, and the command that follows from it. */
class AdviseCommandTest {
  private static final String KNOWN = "slimresnet.shapes";

  @TempDir Path own;
  private Path data;
  private Path weights;

  @BeforeEach
  void draw() throws Exception {
    data = Pieces.plain(own.resolve("my pictures"));
    weights = Pieces.weights(own);
  }

  private Run advise(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("advise", data, "--no-cache"));
    arguments.addAll(Arrays.asList(more));
    return Run.of(arguments.toArray());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void advise_knownAndFile_ranksBoth() {
    JsonNode advice =
        advise("--weights", weights, "--arch", "slimresnet", "--json").succeeded().json();

    assertThat(texts(advice.get("classes"))).isEqualTo(Pieces.classes());
    assertThat(advice.get("pictures").asInt()).isEqualTo(15);
    assertThat(advice.get("ranked").findValuesAsText("id")).contains(KNOWN, "slim.safetensors");
    JsonNode best = advice.get("ranked").get(0);
    assertThat(best.get("id").asText()).isEqualTo(KNOWN);
    assertThat(best.get("probe").get("accuracy").asDouble()).isGreaterThan(0.7);
    assertThat(best.get("verdict").asText()).isEqualTo("linear-probe");
    assertThat(best.get("random").get("n").asInt()).isEqualTo(15);
    assertThat(best.get("leep").asDouble()).isNegative();
    assertThat(best.get("cost").get("forwardMillis").asDouble()).isPositive();
  }

  /** Two runs say the same but for what the clock says. */
  @Test
  void advise_again_isTheSame() {
    JsonNode first = advise("--candidates", KNOWN, "--json").succeeded().json();
    assertThat(first.get("schemaVersion").asInt()).isEqualTo(1);
    JsonNode again = advise("--candidates", KNOWN, "--json").succeeded().json();
    for (String part : List.of("probe", "random", "logMe", "hScore", "leep", "nce", "why")) {
      assertThat(again.get("ranked").get(0).get(part))
          .isEqualTo(first.get("ranked").get(0).get(part));
    }
  }

  @Test
  void advise_table_hasTheVerdictItsReasonAndTheBasis() {
    String out = advise("--candidates", KNOWN).succeeded().out();
    assertThat(out)
        .contains(KNOWN + ": linear probe")
        .contains("of 15 held-out pictures right (mean recall ")
        .contains("), with random weights ")
        .contains("probed on 15 of 15 training pictures of 3 classes, 5 folds, seed 42")
        .contains(
            "graft4j train '"
                + data
                + "' --backbone "
                + KNOWN
                + " --plan linear-probe"
                + " --seed 42 --val-fraction 0.2 --out model.zip");
  }

  @Test
  void advise_severalCandidates_saysThatTheBestIsFlattered() {
    String flattered = "the best of 2 probes is flattered";
    assertThat(advise("--weights", weights, "--arch", "slimresnet").succeeded().out())
        .contains(flattered)
        .doesNotContain("none of these backbones");
    assertThat(advise("--candidates", KNOWN).succeeded().out()).doesNotContain("flattered");
  }

  @Test
  void advise_command_isUnderstoodByTrain() {
    JsonNode best =
        advise("--candidates", KNOWN, "--weights", weights, "--arch", "slimresnet", "--json")
            .succeeded()
            .json()
            .get("ranked")
            .get(1);
    assertThat(best.get("id").asText()).isEqualTo("slim.safetensors");
    // Raw, though the folder's name has a blank.
    List<String> words = texts(best.get("train"));
    assertThat(words.subList(0, 2)).containsExactly("graft4j", "train");
    List<Object> arguments = new ArrayList<>(words.subList(1, words.size() - 1));
    arguments.addAll(List.of(own.resolve("model.zip"), "--epochs", "1", "--no-cache"));

    Run.of(arguments.toArray()).succeeded();
    assertThat(own.resolve("model.zip")).exists();
  }

  /** The same pictures in classes that mean nothing. */
  @Test
  void advise_labelsAtRandom_seesNoSignal() throws IOException {
    data = own.resolve("many");
    DrawnFolder.write(DrawnTask.target(), data, Map.of("all", 40), 32, Seed.of(1));
    data = data.resolve("all");
    for (String name : DrawnTask.target().labels().names()) {
      if (!Pieces.classes().contains(name)) {
        Pieces.delete(data.resolve(name));
      }
    }
    shuffle();
    assertThat(advise("--candidates", KNOWN).succeeded().out())
        .contains(KNOWN + ": do not transfer, train from scratch")
        .contains("no signal")
        .contains("none of these backbones is worth transferring")
        .contains("--from-scratch --plan full");
  }

  /** Six pictures a class are no evidence against a backbone. */
  @Test
  void advise_fewPicturesWithLabelsAtRandom_doesNotSayThatThereIsNoSignal() throws IOException {
    shuffle();
    assertThat(advise("--candidates", KNOWN).succeeded().out())
        .contains(KNOWN + ": linear probe")
        .contains("too few to tell whether there is a signal")
        .doesNotContain("none of these backbones");
  }

  private void shuffle() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : Pieces.classes()) {
      for (String file : Pieces.names(data.resolve(name))) {
        files.add(data.resolve(name).resolve(file));
      }
    }
    int[] order = Seed.of(4).permutation(files.size(), "labels");
    for (int i = 0; i < order.length; i++) {
      String to = Pieces.classes().get(i % Pieces.classes().size());
      Files.move(files.get(order[i]), data.resolve(to).resolve("moved" + i + ".jpg"));
    }
  }

  @Test
  void advise_divided_looksAtTheTrainingPartAlone() throws IOException {
    data = Pieces.divided(own.resolve("divided"));
    JsonNode advice = advise("--candidates", KNOWN, "--json").succeeded().json();
    assertThat(advice.get("trainingPictures").asInt()).isEqualTo(18);
  }

  @Test
  void advise_pictures_boundsThem() {
    JsonNode advice =
        advise("--candidates", KNOWN, "--pictures", 9, "--folds", 3, "--json").succeeded().json();
    assertThat(advice.get("pictures").asInt()).isEqualTo(9);
    assertThat(advice.get("ranked").get(0).get("probe").get("folds").asInt()).isEqualTo(3);
  }

  @Test
  void advise_brokenPicture_isLeftOutAloud() throws IOException {
    Path broken = data.resolve(Pieces.classes().get(0)).resolve("broken.jpg");
    byte[] whole =
        Files.readAllBytes(
            data.resolve(Pieces.classes().get(0))
                .resolve(Pieces.names(data.resolve(Pieces.classes().get(0))).get(0)));
    Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
    Run run = advise("--candidates", KNOWN, "--json").succeeded();
    assertThat(run.err()).contains("left out 1 picture that cannot be read", "broken.jpg");
    assertThat(run.json().get("pictures").asInt()).isEqualTo(15);
  }

  @Test
  void advise_unknownId_namesTheNearest() {
    advise("--candidates", "slimresnet.shape").failed(1, "did you mean 'slimresnet.shapes'?");
  }

  @Test
  void advise_weightsOfAnotherArchitecture_areRefused() {
    advise("--weights", weights, "--arch", "resnet18").failed(1, "does not fit resnet18");
  }

  @Test
  void advise_weightsWithoutArchitecture_saysSo() {
    advise("--weights", weights).failed(1, "--arch must say which architecture");
  }

  @Test
  void advise_architectureWithoutWeights_saysSo() {
    advise("--arch", "resnet18").failed(1, "must go with a --weights FILE");
  }

  @Test
  void advise_noSuchWeights_areNamed() {
    advise("--weights", own.resolve("none.pth"), "--arch", "resnet18").failed(1, "none.pth");
  }

  @Test
  void advise_oneClass_isNamed() throws IOException {
    Pieces.delete(data.resolve(Pieces.classes().get(1)));
    Pieces.delete(data.resolve(Pieces.classes().get(2)));
    advise().failed(1, "one class only");
  }

  @Test
  void advise_emptyFolder_isNamed() throws IOException {
    data = Files.createDirectory(own.resolve("empty"));
    advise().failed(1, "empty' is empty");
  }

  @Test
  void advise_classWithOnePicture_isNamed() throws IOException {
    Path single = data.resolve(Pieces.classes().get(1));
    for (String name : Pieces.names(single).subList(1, 6)) {
      Files.delete(single.resolve(name));
    }
    advise().failed(1, Pieces.classes().get(1), "a single picture");
  }

  @Test
  void advise_optionsOutOfRange_areWrongUsage() {
    advise("--folds", 1).failed(2, "--folds must be 2 at least, but was 1");
    advise("--pictures", 0).failed(2, "--pictures must be 2 at least, but was 0");
  }

  @Test
  void advise_allLocalWeights_areTheZoos() throws IOException {
    JsonNode advice = advise("--json").succeeded().json();
    assertThat(advice.get("ranked").size() + advice.get("failed").size())
        .isEqualTo(Zoo.standard().list().size());
  }
}
