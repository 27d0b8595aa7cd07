package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a folder, on the screen and as JSON. */
class DoctorCommandTest {
  @TempDir Path own;
  private Path data;

  @BeforeEach
  void draw() throws Exception {
    data = Pieces.divided(own.resolve("pictures"));
  }

  private String leak() throws IOException {
    String name = Pieces.classes().get(0);
    Files.copy(
        data.resolve("train").resolve(name).resolve("0001.jpg"),
        data.resolve("test").resolve(name).resolve("leak.jpg"));
    return "train/" + name + "/0001.jpg = test/" + name + "/leak.jpg";
  }

  @Test
  void doctor_leak_isSaidFirst() throws IOException {
    String pair = leak();
    Run run = Run.of("doctor", data).succeeded();
    assertThat(run.out().lines().toList().get(0)).startsWith("not fit to measure on: 1 error");
    assertThat(run.out())
        .contains("LEAK: 1 of the 13 measured pictures (7.7 %) is in the training part too")
        .contains("ERROR leak: ", "  " + pair, "  -> keep each in one part")
        .contains("WARNING tiny-class: 3 of 3 classes");
    assertThat(run.out().indexOf("ERROR")).isLessThan(run.out().indexOf("WARNING"));
  }

  @Test
  void doctor_strict_failsOnErrorsAlone() throws IOException {
    Run.of("doctor", data, "--strict").succeeded();
    leak();
    Run run = Run.of("doctor", data, "--strict", "--json");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.json().get("leak").get("count").asInt()).isEqualTo(1);
  }

  @Test
  void doctor_out_isTheJson() throws IOException {
    Path out = own.resolve("doctor.json");
    JsonNode printed = Run.of("doctor", data, "--json", "--out", out).succeeded().json();
    assertThat(printed.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(Files.readString(out)).isEqualTo(printed.toString());
    Run.of("doctor", data, "--out", out).failed(1, "exists already; use --force");
  }

  @Test
  void doctor_backbone_looksAtLabels() throws Exception {
    Path weights = Pieces.weights(own);
    Run run =
        Run.of("doctor", data, "--no-cache", "--backbone", weights, "--arch", "slimresnet")
            .succeeded();
    assertThat(run.out()).contains("copies confirmed by pixels and the backbone's features");
    assertThat(run.err()).contains("probe, folds: 5");
  }

  @Test
  void doctor_wrongValues_areRefused() {
    Run.of("doctor", data, "--val-fraction", "1").failed(2, "--val-fraction must be between");
    Run.of("doctor", data, "--arch", "resnet18").failed(2, "must go with --backbone");
    Run.of("doctor", data, "--backbone", "no.bin", "--arch", "resnet18")
        .failed(2, "no such file or folder: no.bin; --backbone must be a weights file");
    Run.of("doctor", own.resolve("none"))
        .failed(1, "no such file or folder: " + own.resolve("none"));
  }
}
