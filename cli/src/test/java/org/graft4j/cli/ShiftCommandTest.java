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
import java.util.stream.Stream;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two folders of one source are not told apart, those of two sources are. */
class ShiftCommandTest {
  @TempDir static Path shared;
  private static Path things;
  private static Path moreThings;
  private static Path shapes;

  @TempDir Path own;

  @BeforeAll
  static void draw() throws IOException {
    things = drawn(DrawnTask.target(), "things", 1);
    moreThings = drawn(DrawnTask.target(), "more things", 2);
    shapes = drawn(DrawnTask.source(), "shapes", 3);
  }

  private static Path drawn(DrawnTask task, String name, long seed) throws IOException {
    Path folder = shared.resolve(name);
    DrawnFolder.write(task, folder, Map.of("train", 3), 32, Seed.of(seed));
    return folder;
  }

  private static Run shift(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("shift"));
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(
        List.of("--backbone", "slimresnet.shapes", "--no-cache", "--permutations", "199"));
    return Run.of(arguments.toArray());
  }

  @Test
  void shift_otherPictures_isFoundAndTheFoldersAreNamed() {
    Run run = shift(things, shapes).succeeded();
    assertThat(run.out())
        .contains("classifier two-sample test: ")
        .contains("proxy A-distance: ")
        .contains("mean discrepancy (MMD²): ")
        .contains("told right while held out, by folder:")
        .contains("the folders differ");
  }

  @Test
  void shift_oneSource_showsNone() {
    JsonNode result = shift(things, moreThings, "--json").succeeded().json();
    assertThat(result.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(result.get("shifted").asBoolean()).isFalse();
    assertThat(result.get("verdict").asText()).contains("no proof");
    JsonNode test = result.get("classifier");
    assertThat(test.get("p").asDouble()).isGreaterThan(0.025);
    assertThat(test.get("interval").get(0).asDouble()).isLessThan(test.get("accuracy").asDouble());
    assertThat(result.get("shared").asInt()).isZero();
  }

  /** A folder without subfolders, whose pictures are there twice. */
  @Test
  void shift_flatFolderOfCopies_takesEachOnceAndSaysThatBothHaveThem() throws IOException {
    Path flat = Files.createDirectory(own.resolve("flat"));
    int count = 0;
    try (Stream<Path> files = Files.walk(things)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Files.copy(file, flat.resolve(count + "a.png"));
        Files.copy(file, flat.resolve(count++ + "b.png"));
      }
    }
    Run run = shift(flat, things, "--json").succeeded();
    assertThat(run.json().get("a").get("pictures").asInt()).isEqualTo(count);
    assertThat(run.json().get("a").get("copies").asInt()).isEqualTo(count);
    assertThat(run.json().get("shared").asInt()).isEqualTo(count);
    assertThat(run.err()).contains("copies of pictures that are there already", "in both folders");
  }

  @Test
  void shift_badInput_isOneLine() throws IOException {
    Path few = Files.createDirectory(own.resolve("few"));
    try (Stream<Path> files = Files.walk(things)) {
      Files.copy(
          files.filter(Files::isRegularFile).findFirst().orElseThrow(), few.resolve("a.png"));
    }
    Path empty = Files.createDirectory(own.resolve("empty"));
    shift(things, few).failed(1, "must have 10 different pictures at least", "but has 1");
    shift(things, empty).failed(1, "holds no picture");
    shift(things, own.resolve("none")).failed(1, "no such file or folder: " + own.resolve("none"));
    shift(things).failed(2, "B");
    shift(things, things, "--pictures", "5000").failed(2, "--pictures must be from 10 to 2000");
    shift(things, things, "--folds", "1").failed(2, "--folds must be 2 at least, but was 1");
  }
}
