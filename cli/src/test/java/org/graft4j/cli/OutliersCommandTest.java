package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutliersCommandTest {
  @TempDir static Path shared;
  private static Path data;
  private static Path model;
  private static Path black;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    data = Pieces.divided(shared.resolve("pictures"));
    model = shared.resolve("m.zip");
    Run.of(
            "train",
            data,
            "--backbone",
            Pieces.weights(shared),
            "--arch",
            "slimresnet",
            "--epochs",
            "2",
            "--out",
            model)
        .succeeded();
    black = Files.createDirectories(shared.resolve("black").resolve("deep")).getParent();
    for (int i = 0; i < 9; i++) {
      BufferedImage picture = new BufferedImage(32 + i, 32, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(picture, "png", black.resolve("deep").resolve(i + ".png").toFile());
    }
    Files.writeString(black.resolve("notes.txt"), "no picture");
  }

  @Test
  void outliers_withTrainingPictures_givesThreeScores() {
    JsonNode json =
        Run.of("outliers", model, data, black, "--fit", data, "--json").succeeded().json();
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("own").asInt()).isEqualTo(12);
    assertThat(json.get("outliers").asInt()).isEqualTo(9);
    assertThat(json.get("scores").findValuesAsText("score"))
        .containsExactly("max-probability", "energy", "mahalanobis");
    for (JsonNode score : json.get("scores")) {
      double area = score.get("auroc").asDouble();
      assertThat(area)
          .isBetween(
              score.get("aurocInterval").get(0).asDouble(),
              score.get("aurocInterval").get(1).asDouble());
    }
  }

  @Test
  void outliers_withoutTrainingPictures_saysHowToGetTheThird() {
    Run run = Run.of("outliers", model, data, black).succeeded();
    assertThat(run.out()).contains("energy").contains("on 12 own pictures (test) and 9 outliers");
    assertThat(run.out()).doesNotContain("mahalanobis");
    assertThat(run.err()).contains("--fit");
  }

  @Test
  void outliers_samePicturesTwice_isRefused() {
    Run.of("outliers", model, data, data)
        .failed(1, "no picture may have two roles", "both DATA and OUTLIERS");
    Run.of("outliers", model, data.resolve("train"), black, "--fit", data)
        .failed(1, "both DATA and --fit");
  }

  /** Copies under other names are the same pictures. */
  @Test
  void outliers_copiesOfThePicturesFittedOn_areRefused() throws Exception {
    Path renamed = own.resolve("renamed");
    for (String kind : Pieces.classes()) {
      Path from = data.resolve("train").resolve(kind);
      Path to = Files.createDirectories(renamed.resolve(kind));
      for (String name : Pieces.names(from)) {
        Files.copy(from.resolve(name), to.resolve("new-" + name));
      }
    }
    Run.of("outliers", model, renamed, black, "--fit", data)
        .failed(1, "both DATA and --fit", "new-", "with the same bytes");
  }

  @Test
  void outliers_oneCopyAmongTheOutliers_isRefusedByName() throws Exception {
    Path others = Files.createDirectories(own.resolve("others"));
    Path kind = data.resolve("test").resolve(Pieces.classes().get(0));
    Files.copy(kind.resolve(Pieces.names(kind).get(0)), others.resolve("stranger.png"));
    Run.of("outliers", model, data, others)
        .failed(1, "both DATA and OUTLIERS", "stranger.png", "with the same bytes");
  }

  @Test
  void outliers_badFolders_areNamed() throws Exception {
    Path empty = Files.createDirectories(own.resolve("empty"));
    Run.of("outliers", model, data, empty).failed(1, "has no pictures");
    Run.of("outliers", model, data, own.resolve("none")).failed(1, "must be a folder of pictures");
    Path broken = Files.createDirectories(own.resolve("broken"));
    Files.writeString(broken.resolve("a.jpg"), "no picture");
    Run.of("outliers", model, data, broken).failed(1, "has no picture that can be read");
  }

  @Test
  void outliers_fitOnOtherClasses_isRefused() throws Exception {
    Path two = Pieces.plain(own.resolve("two"));
    Pieces.delete(two.resolve(Pieces.classes().get(0)));
    Run.of("outliers", model, data, black, "--fit", two)
        .failed(1, "--fit must name the model's training pictures");
  }
}
