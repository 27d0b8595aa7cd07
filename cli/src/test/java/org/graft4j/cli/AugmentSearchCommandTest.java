package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which augmentation helps, and the command that follows from it. */
class AugmentSearchCommandTest {
  private static final String KNOWN = "slimresnet.shapes";

  @TempDir Path own;
  private Path data;

  @BeforeEach
  void draw() throws IOException {
    data = Pieces.plain(own.resolve("my pictures"));
  }

  private Run search(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("augment", "search", data, "--backbone", KNOWN));
    arguments.addAll(Arrays.asList(more));
    if (!arguments.contains("--cache")) {
      arguments.add("--no-cache");
    }
    return Run.of(arguments.toArray());
  }

  /** Fifteen pictures, nearly all told right without: no gain can be shown. */
  @Test
  void search_fewEasyPictures_saysThatNoneHelps() {
    Run run = search("--candidates", "light:2,standard:2").succeeded();
    assertThat(run.out())
        .contains("no augmentation helps here")
        .contains("cross-validated on 15 of 15 training pictures of 3 classes, 5 folds, seed 42")
        .contains("all 2 intervals hold at once (Bonferroni: 97.5 % each)")
        .contains(
            "graft4j train '"
                + data
                + "' --backbone "
                + KNOWN
                + " --plan linear-probe"
                + " --seed 42 --val-fraction 0.2 --out model.zip")
        .doesNotContain("--augment");
    assertThat(run.err()).contains("backbone on plain: 15 pictures", "2/2 standard with 2 views");
  }

  @Test
  void search_json_hasEachCandidateWithItsInterval() {
    JsonNode result = search("--candidates", "light:3", "--json").succeeded().json();
    assertThat(result.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(result.get("pictures").asInt()).isEqualTo(15);
    assertThat(result.get("computed").asInt()).isEqualTo(15 * 3);
    JsonNode candidate = result.get("candidates").get(0);
    assertThat(candidate.get("augmentation").asText()).isEqualTo("light");
    assertThat(candidate.get("views").asInt()).isEqualTo(3);
    double gain = candidate.get("gain").asDouble();
    assertThat(candidate.get("interval").get(0).asDouble()).isLessThanOrEqualTo(gain);
    assertThat(candidate.get("interval").get(1).asDouble()).isGreaterThanOrEqualTo(gain);
    assertThat(result.get("chosen").isNull()).isTrue();
    assertThat(result.get("verdict").asText()).isEqualTo("no augmentation helps here");
  }

  @Test
  void search_again_isTheSameAndFindsItsFeatures() {
    Path cache = own.resolve("cache");
    Object[] arguments = {"--candidates", "light:2", "--json", "--cache", cache};
    JsonNode first = search(arguments).succeeded().json();
    JsonNode again = search(arguments).succeeded().json();
    assertThat(again.get("computed").asInt()).isZero();
    assertThat(again.get("candidates")).isEqualTo(first.get("candidates"));
  }

  @Test
  void search_nameWithoutViews_triesTheUsualNumbers() {
    JsonNode result = search("--candidates", "light", "--json").succeeded().json();
    assertThat(result.get("candidates").findValuesAsText("views")).containsExactly("2", "4", "8");
  }

  @Test
  void search_commandWithoutAugmentation_isUnderstoodByTrain() {
    JsonNode train = search("--candidates", "light:2", "--json").succeeded().json().get("train");
    List<Object> words = new ArrayList<>();
    // Raw, though the folder's name has a blank.
    train.forEach(word -> words.add(word.asText()));
    words.set(words.size() - 1, own.resolve("model.zip"));
    words.addAll(List.of("--epochs", "1", "--no-cache"));
    Run.of(words.subList(1, words.size()).toArray()).succeeded();
    assertThat(own.resolve("model.zip")).exists();
  }

  /**
   * What is searched is what is then trained on, to the view: the features of the pictures that the
   * model is measured on are the only ones that the training has to compute.
   */
  @Test
  void search_views_areFoundByTheTrainingThatFollowsButNoHeldOutPicture() {
    Path cache = own.resolve("cache");
    Object[] division = {"--seed", "7", "--val-fraction", "0.4"};
    List<Object> searched = new ArrayList<>(List.of("--candidates", "light:2", "--cache", cache));
    searched.addAll(Arrays.asList(division));
    assertThat(search(searched.toArray()).succeeded().out())
        .contains("12 of 12 training pictures")
        .contains("--seed 7 --val-fraction 0.4");
    List<Object> words =
        new ArrayList<>(List.of("train", data, "--backbone", KNOWN, "--augment", "light"));
    words.addAll(List.of("--views", "2", "--epochs", "2", "--cache", cache, "--json"));
    words.addAll(List.of("--out", own.resolve("model.zip")));
    words.addAll(Arrays.asList(division));
    JsonNode counted = Run.of(words.toArray()).succeeded().json().get("cache");
    assertThat(counted.get("hits").asInt()).isEqualTo(12 * 2);
    assertThat(counted.get("misses").asInt()).isEqualTo(6);
  }

  @Test
  void search_divided_looksAtTheTrainingPartAlone() throws IOException {
    data = Pieces.divided(own.resolve("divided"));
    JsonNode result = search("--candidates", "light:2", "--json").succeeded().json();
    assertThat(result.get("trainingPictures").asInt()).isEqualTo(18);
  }

  @Test
  void search_copyOfAPicture_isLeftOutAloud() throws IOException {
    data = Pieces.divided(own.resolve("divided"));
    Path folder = data.resolve("train").resolve(Pieces.classes().get(0));
    Files.copy(folder.resolve(Pieces.names(folder).get(0)), folder.resolve("again.jpg"));
    assertThat(search("--candidates", "light:2").succeeded().out())
        .contains("18 of 19 training pictures of 3 classes (left out: 1 copy of another)");
  }

  @Test
  void search_unknownCandidate_isNamed() {
    search("--candidates", "lihgt")
        .failed(2, "unknown augmentation 'lihgt'; did you mean 'light'?");
  }

  @Test
  void search_candidateThatDoesNothing_isRefused() {
    search("--candidates", "none").failed(2, "--candidates must change pictures, but 'none'");
  }

  @Test
  void search_viewsOutOfRange_areRefused() {
    for (String wrong : java.util.List.of("light:1", "light:0", "light:999999", "light:x")) {
      search("--candidates", wrong)
          .failed(2, "views of --candidates must be from 2", "to 256, but was '" + wrong + "'");
    }
  }

  @Test
  void search_candidateTwice_isRefused() {
    search("--candidates", "light:2,light:2")
        .failed(2, "each name and number of views once", "'light with 2 views' came twice");
  }

  @Test
  void search_classWithOnePicture_isNamed() throws IOException {
    Path single = data.resolve(Pieces.classes().get(1));
    for (String name : Pieces.names(single).subList(1, 6)) {
      Files.delete(single.resolve(name));
    }
    search().failed(1, Pieces.classes().get(1), "a single picture");
  }

  @Test
  void search_oneClass_isNamed() throws IOException {
    Pieces.delete(data.resolve(Pieces.classes().get(1)));
    Pieces.delete(data.resolve(Pieces.classes().get(2)));
    search().failed(1, "one class only");
  }

  @Test
  void search_optionsOutOfRange_areWrongUsage() {
    search("--folds", 1).failed(2, "--folds must be 2 at least, but was 1");
    search("--pictures", 1).failed(2, "--pictures must be 2 at least, but was 1");
    search("--confidence", 1)
        .failed(2, "--confidence must be above 0 and below 1, say 0.95, but was 1");
    search("--val-fraction", 0).failed(2, "--val-fraction must be between 0 and 1, but was 0");
  }

  @Test
  void search_withoutBackbone_isWrongUsage() {
    Run.of("augment", "search", data).failed(2, "--backbone");
  }
}
