package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.ItemSample;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a network's making, from the command line. */
class AugmentGenerateCommandTest {
  @TempDir Path own;
  private Path data;
  private Path out;
  private Path weights;

  @BeforeEach
  void draw() throws Exception {
    data = Pieces.plain(own.resolve("my pictures"));
    out = own.resolve("made");
    weights = Pieces.weights(own);
  }

  private Run generate(Object... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("augment", "generate", data, "--out", out));
    words.addAll(List.of("--backbone", weights, "--arch", "slimresnet"));
    words.addAll(List.of(options));
    return Run.of(words.toArray());
  }

  @Test
  @Tag("slow")
  void generate_learnsFromWhatTrainWillLearnFrom_andKeepsTheVerdictsWithThePictures()
      throws Exception {
    Path some = ImageFolder.scan(data).items().get(0).file();
    Files.copy(some, some.resolveSibling("zz-copy.png"));
    ImageFolder folder = ImageFolder.scan(data);
    List<ImageItem> learned = DatasetSplit.of(folder, 0.3, Seed.of(7)).train();
    List<ImageItem> distinct =
        ItemSample.withoutCopies(learned, folder.labels(), new ItemDigests());

    Run run =
        generate("--steps", 60, "--per-class", 2, "--folds", 2, "--seed", 7, "--val-fraction", 0.3)
            .succeeded();

    ImageFolder made = ImageFolder.scan(out);
    assertThat(made.labels()).isEqualTo(folder.labels());
    assertThat(made.items()).hasSize(2 * made.labels().size());
    assertThat(run.out())
        .contains("Fréchet distance to real pictures: ")
        .contains("both at 32x32 pixels")
        .contains("interpolated features for a linear head on " + weights)
        .contains("extrapolated features for ")
        .containsPattern("generated pictures for .*: no, they .*held-out pictures");
    assertThat(run.err()).contains("divide the data into train/ and test/ folders first");
    JsonNode facts =
        new ObjectMapper().readTree(Files.readString(out.resolve("generated.json"))).get("facts");
    assertThat(facts.get("steps").asText()).isEqualTo("60 of 60");
    assertThat(facts.get("division").asText()).isEqualTo("--seed 7 --val-fraction 0.3");
    assertThat(facts.get("learnedFrom").asText())
        .isEqualTo(distinct.size() + " pictures, " + new ItemDigests().of(distinct));
    assertThat(facts.get("generated pictures: verdict").asText()).startsWith("no, they ");
    assertThat(facts.get("generated pictures: held-out pictures").asInt())
        .isEqualTo(distinct.size());
    assertThat(facts.has("interpolated features: interval")).isTrue();
  }

  @Test
  void generate_networkThatLearnedNothing_writesNothing() throws Exception {
    generate("--steps", 2, "--folds", 0).failed(1, "give it more steps");
    assertThat(out).doesNotExist();
  }

  @Test
  void generate_wrongOptions_areNamed() throws Exception {
    generate("--size", "48").failed(2, "--size must be 32 or 64, but was 48");
    generate("--folds", "1").failed(2, "--folds must be 0 or 2 at least, but was 1");
    generate("--per-class", "0").failed(2, "--per-class must be from 1 to 99999, but was 0");
    generate("--learning-rate", "0").failed(2, "--learning-rate must be positive");
    generate("--val-fraction", "1").failed(2, "--val-fraction must be between 0 and 1");
    Run.of("augment", "generate", data, "--out", out).failed(2, "--backbone");
    assertThat(out).doesNotExist();
  }

  @Test
  void generate_classTooSmallForTheFolds_isNamedBeforeAnythingIsTrained() throws Exception {
    Path first;
    try (Stream<Path> classes = Files.list(data)) {
      first = classes.sorted().toList().get(0);
    }
    try (Stream<Path> files = Files.list(first)) {
      for (Path file : files.sorted().skip(3).toList()) {
        Files.delete(file);
      }
    }
    Run.of("augment", "generate", data, "--out", out, "--backbone", "no.such.weights")
        .failed(1, "--folds 0")
        .failed(1, "'" + first.getFileName() + "'");
  }

  @Test
  void generate_intoTheDataThroughALink_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(own.resolve("link"), data);
    Run.of("augment", "generate", data, "--out", link.resolve("new"), "--backbone", "x")
        .failed(1, "--out must lie outside of ");
  }

  @Test
  void generate_folderThatIsNotEmpty_isLeftAlone() {
    Run.of("augment", "generate", data, "--out", own, "--backbone", "x")
        .failed(1, "is not empty; use --force");
  }

  @Test
  void generate_intoTheData_isRefused() {
    Run.of("augment", "generate", data, "--out", data.resolve("new"), "--force", "--backbone", "x")
        .failed(1, "--out must lie outside of ");
  }
}
