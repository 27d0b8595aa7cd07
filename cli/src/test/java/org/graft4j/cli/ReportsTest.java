package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --report} and {@code --tensorboard} write. */
class ReportsTest {
  @TempDir static Path shared;
  private static Path data;
  private static Path model;
  private static Path page;
  private static Path events;
  private static Run trained;

  /** One training picture lies in the test part, too. */
  @BeforeAll
  static void train() throws Exception {
    data = Pieces.divided(shared.resolve("pictures"));
    String name = Pieces.classes().get(0);
    Path from = data.resolve("train").resolve(name);
    Files.copy(
        from.resolve(Pieces.names(from).get(0)),
        data.resolve("test").resolve(name).resolve("copy.png"));
    model = shared.resolve("model.zip");
    page = shared.resolve("report");
    events = shared.resolve("events");
    trained =
        Run.of(
                "train",
                data,
                "--backbone",
                Pieces.weights(shared),
                "--arch",
                "slimresnet",
                "--epochs",
                "2",
                "--report",
                page,
                "--tensorboard",
                events,
                "--out",
                model)
            .succeeded();
  }

  private static JsonNode json(Path folder) throws Exception {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("report.json")));
  }

  @Test
  void train_pictureInBothParts_makesTheNumberAnAlarmEverywhere() throws Exception {
    assertThat(trained.out()).contains("NOT TO BE TRUSTED");
    assertThat(trained.err()).contains("LEAK: ");
    assertThat(json(page).at("/leak/leaks").booleanValue()).isTrue();
    assertThat(json(page).at("/leak/sameFile").intValue()).isEqualTo(1);
    assertThat(Files.readString(page.resolve("report.html")))
        .contains("class=\"hero leak\"")
        .contains("Leak across splits");
    assertThat(Files.readString(page.resolve("report.md"))).contains("**Leak across splits");
  }

  @Test
  void train_report_hasIntervalsCurvesAndOverlays() throws Exception {
    JsonNode json = json(page);
    assertThat(json.get("ranking")).hasSize(3);
    assertThat(json.at("/calibration/reported/bins")).hasSize(15);
    assertThat(json.at("/metrics/0/interval")).hasSize(2);
    assertThat(json.at("/runs/0/history")).hasSize(2);
    assertThat(Files.readString(page.resolve("report.html"))).contains("where it looked");
  }

  @Test
  void train_tensorboard_writesOneEventFile() throws Exception {
    List<String> names = Pieces.names(events);
    assertThat(names).hasSize(1);
    assertThat(names.get(0)).startsWith("events.out.tfevents.");
    assertThat(Files.size(events.resolve(names.get(0)))).isGreaterThan(300);
  }

  @Test
  void train_report_hasWhatTheDoctorFound() throws Exception {
    assertThat(json(page).at("/data/findings/0/kind").textValue()).isEqualTo("leak");
    assertThat(json(page).at("/data/leak")).isEqualTo(json(page).get("leak"));
    assertThat(Files.readString(page.resolve("report.md"))).contains("## Data");
  }

  @Test
  void evaluate_dividedFolder_looksForLeaks() throws Exception {
    Path folder = shared.resolve("looked");
    Run run = Run.of("evaluate", model, data, "--report", folder).succeeded();
    assertThat(run.err()).contains("LEAK: 1 of the 13");
    assertThat(json(folder).at("/leak/sameFile").intValue()).isEqualTo(1);
  }

  @Test
  void evaluate_viewsThatTheDecisionIsNotOf_saysThatItIsLeftOut() throws Exception {
    Path folder = Pieces.plain(shared.resolve("plain"));
    Path out = shared.resolve("plain.zip");
    Run.of(
            "train",
            folder,
            "--backbone",
            Pieces.weights(shared),
            "--arch",
            "slimresnet",
            "--epochs",
            "1",
            "--val-fraction",
            "0.5",
            "--max-error",
            "0.95",
            "--out",
            out)
        .succeeded();
    assertThat(Run.of("evaluate", out, folder, "--tta", "flip").succeeded().err())
        .contains("temperature and threshold were fitted on other views");
    assertThat(Run.of("evaluate", out, folder).succeeded().err()).doesNotContain("fitted on other");
  }

  @Test
  void evaluate_report_hasSlicesAndSaysThatNobodyLookedForLeaks() throws Exception {
    Path folder = shared.resolve("evaluation");
    Run.of("evaluate", model, data.resolve("test"), "--report", folder).succeeded();
    JsonNode json = json(folder);
    assertThat(json.at("/slices/0/by").textValue()).isEqualTo("class");
    assertThat(json.get("leak").isNull()).isTrue();
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("was not looked at: no training part to compare with");
  }

  @Test
  void train_tensorboardIsAFile_isRefusedBeforeTraining() throws Exception {
    Path file = Files.writeString(shared.resolve("file"), "x");
    Run.of(
            "train",
            data,
            "--backbone",
            Pieces.weights(shared),
            "--arch",
            "slimresnet",
            "--tensorboard",
            file,
            "--out",
            shared.resolve("other.zip"))
        .failed(1, "must be a folder, but is a file");
  }
}
