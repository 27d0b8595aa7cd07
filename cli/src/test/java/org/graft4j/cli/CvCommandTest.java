package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ordinary path, what is kept, and what is refused. */
class CvCommandTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private Run cv(Path folder, Object... more) {
    Object[] first = {
      "cv",
      folder,
      "--backbone",
      weights,
      "--arch",
      "slimresnet",
      "--epochs",
      "2",
      "--cache",
      shared.resolve("cache"),
      "--keep",
      own.resolve("folds")
    };
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  @Test
  void cv_json_hasEachPictureOnceAndWritesThemDown() throws Exception {
    Path file = own.resolve("oof.jsonl");
    Run run = cv(data, "--folds", "3", "--predictions", file, "--json").succeeded();
    JsonNode json = run.json();

    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("pictures").asInt()).isEqualTo(18);
    assertThat(json.get("folds")).hasSize(3);
    PredictionTable table = PredictionFile.read(file);
    assertThat(table.size()).isEqualTo(18);
    assertThat(json.get("measures").get(0).get("pooled").asDouble())
        .isEqualTo((double) table.confusion().correct() / 18);
    // The held-out part of a divided folder is not touched.
    assertThat(table.ids()).allMatch(id -> id.startsWith("train/"));
    assertThat(run.err()).contains("12 pictures of test/ left alone");
  }

  @Test
  void cv_resume_takesFinishedFoldsAndRefusesOtherSettings() throws Exception {
    JsonNode first = cv(data, "--folds", "3", "--json").succeeded().json();
    cv(data, "--folds", "3").failed(1, "folds of an earlier run", "go on with --resume");
    cv(data, "--folds", "3", "--resume", "--lr", "0.5").failed(1, "pipeline plan was ");
    Files.delete(own.resolve("folds").resolve("repeat-1-fold-2.json"));
    JsonNode second = cv(data, "--folds", "3", "--resume", "--json").succeeded().json();

    assertThat(second.get("measures")).isEqualTo(first.get("measures"));
    assertThat(second.get("folds"))
        .extracting(fold -> fold.get("kept").asBoolean())
        .containsExactly(true, false, true);
  }

  @Test
  void cv_candidates_saysWhichWasChosenAndWhatIsHonest() throws Exception {
    JsonNode search =
        cv(
                data,
                "--folds",
                "2",
                "--inner-folds",
                "2",
                "--candidate",
                "lr=0.03",
                "--candidate",
                "lr=0.0000001 name=none",
                "--json")
            .succeeded()
            .json()
            .get("search");

    assertThat(search.get("candidates"))
        .extracting(c -> c.get("name").asText())
        .containsExactly("plan=linear-probe epochs=2 lr=0.03", "none");
    assertThat(search.get("choices")).hasSize(2);
    assertThat(search.get("optimism").asDouble())
        .isEqualTo(search.get("promised").asDouble() - search.get("measured").asDouble());
  }

  @Test
  void cv_against_isPairedOverTheSameFolds() throws Exception {
    JsonNode against =
        cv(data, "--folds", "2", "--against", "lr=0.03", "--json")
            .succeeded()
            .json()
            .get("against");
    // The plan's own rate is 0.03: the same pipeline to the last bit.
    assertThat(against.get("difference").get("mean").asDouble()).isZero();
    assertThat(against.get("difference").get("pValue").isNull()).isTrue();
    assertThat(against.get("difference").get("interval").isNull()).isTrue();
  }

  @Test
  void cv_groupsAndDomains_areReadFromFilesFoldersAndPatterns() throws Exception {
    Path csv = own.resolve("groups.csv");
    StringBuilder text = new StringBuilder("id,group,domain\n");
    try (Stream<Path> files = Files.walk(data.resolve("train"))) {
      List<Path> pictures = files.filter(Files::isRegularFile).sorted().toList();
      for (int i = 0; i < pictures.size(); i++) {
        String id = data.relativize(pictures.get(i)).toString().replace('\\', '/');
        text.append('"').append(id).append("\",p").append(i / 2).append(",site ").append(i % 2);
        text.append('\n');
      }
    }
    Files.writeString(csv, text);

    JsonNode grouped = cv(data, "--folds", "3", "--groups", csv, "--json").succeeded().json();
    assertThat(grouped.get("folds")).hasSize(3);
    JsonNode domains = cv(data, "--domains", csv, "--json", "--force").succeeded().json();
    assertThat(domains.get("folds"))
        .extracting(fold -> fold.get("name").asText())
        .containsExactly("site 0", "site 1");
    cv(data, "--groups", "folder", "--force")
        .failed(1, "--groups folder must find folders below the classes");
    cv(data, "--groups", "no-parentheses", "--force").failed(2, "with the name in parentheses");
    Files.writeString(csv, "id,group\ntrain/x.png,1\n");
    cv(data, "--groups", csv, "--force")
        .failed(1, "must have a line for every sample, but has none for 18");
  }

  @Test
  void cv_wrongValues_areUsageErrors() {
    cv(data, "--folds", "1").failed(2, "--folds must be 2 at least, but was 1");
    cv(data, "--candidate", "lr=0.1").failed(2, "--candidate must be given twice at least");
    cv(data, "--candidate", "lr=0.1", "--candidate", "rate=1").failed(2, "unknown key 'rate'");
    cv(data, "--candidate", "lr=x", "--candidate", "lr=1").failed(2, "lr of --candidate");
    cv(data, "--calibrate", "1").failed(2, "--calibrate must be between 0 and 1");
  }

  @Test
  void cv_report_isThePageOfTheOutOfFoldPredictions() throws Exception {
    Path page = own.resolve("page");
    JsonNode cv = cv(data, "--folds", "3", "--report", page, "--json").succeeded().json();
    JsonNode json = new ObjectMapper().readTree(page.resolve("report.json").toFile());
    assertThat(json.get("crossValidation").get("folds")).hasSize(3);
    assertThat(json.get("crossValidation").get("mean").get("value").asDouble())
        .isEqualTo(cv.get("measures").get(0).get("mean").asDouble());
    assertThat(Files.readString(page.resolve("report.html")))
        .contains("Cross-validation", "out-of-fold");
    assertThat(cv.get("report").asText()).endsWith("report.html");
    cv(data, "--folds", "3", "--report", page).failed(1, "is not empty; use --force");
  }

  /** Folds that start from seeds of their own must not pay for the views of pictures again. */
  @Test
  void cv_augmented_findsTheViewsOfOtherFoldsInTheCache() throws Exception {
    Run augmented = cv(data, "--folds", "2", "--augment", "light", "--views", "2").succeeded();
    assertThat(augmented.err()).containsPattern("cache: [1-9][0-9]* of [0-9]+ features were there");
    assertThat(Files.readString(own.resolve("folds").resolve("run.json"))).contains("one a fold");
  }

  @Test
  void cv_forceOnSomeoneElsesFolder_isRefusedAndTouchesNothing() throws Exception {
    Path folds = Files.createDirectories(own.resolve("folds").resolve("first"));
    Path below = Files.writeString(folds.resolve("run.json"), "{\"epochs\":3}");
    Path run = Files.writeString(own.resolve("folds").resolve("run.json"), "{\"schemaVersion\":1}");
    cv(data, "--folds", "3", "--force").failed(1, "must be empty or of an interrupted run");
    assertThat(run).exists();
    assertThat(below).exists();
  }

  @Test
  void cv_predictionsOfALaterRepeat_areCheckedBeforeAnythingIsTrained() throws Exception {
    Files.writeString(own.resolve("oof-repeat2.jsonl"), "mine");
    cv(data, "--repeats", "2", "--predictions", own.resolve("oof.jsonl"))
        .failed(1, "oof-repeat2.jsonl exists already");
    cv(data, "--predictions", own).failed(1, "--predictions must be a file");
    assertThat(own.resolve("folds")).doesNotExist();
  }

  @Test
  void cv_keepInsideOfDataByALink_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(own.resolve("link"), data);
    Run.of("cv", data, "--backbone", weights, "--arch", "slimresnet", "--keep", link.resolve("k"))
        .failed(1, "--keep must lie outside of");
    assertThat(data.resolve("k")).doesNotExist();
  }

  @Test
  void cv_keepInsideOfData_isRefused() {
    Run.of("cv", data, "--backbone", weights, "--arch", "slimresnet", "--keep", data.resolve("k"))
        .failed(1, "--keep must lie outside of");
    assertThat(data.resolve("k")).doesNotExist();
  }
}
