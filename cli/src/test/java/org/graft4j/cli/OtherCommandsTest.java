package org.graft4j.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weights} and {@code info}: their JSON is all that stdout gets. */
class OtherCommandsTest {
  @TempDir Path own;
  private @Nullable String home;

  @BeforeEach
  void moveHome() {
    home = System.getProperty("graft4j.home");
    System.setProperty("graft4j.home", own.resolve("home").toString());
  }

  @AfterEach
  void moveBack() {
    if (home == null) {
      System.clearProperty("graft4j.home");
    } else {
      System.setProperty("graft4j.home", home);
    }
  }

  @Test
  void weights_importListShow_agree() throws Exception {
    Path file = Pieces.weights(own);
    JsonNode card =
        Run.of(
                "weights",
                "import",
                file,
                "--arch",
                "slimresnet",
                "--id",
                "slimresnet.mine",
                "--licence",
                "CC0",
                "--json")
            .succeeded()
            .json();

    assertThat(card.get("licence").asText()).isEqualTo("CC0");
    assertThat(Run.of("weights", "list", "--json").succeeded().json()).contains(card);
    assertThat(Run.of("weights", "show", "slimresnet.mine", "--json").succeeded().json())
        .isEqualTo(card);
    assertThat(Run.of("weights", "list").succeeded().out()).contains("slimresnet.mine");
    Run.of("weights", "import", file, "--arch", "slimresnet", "--id", "slimresnet.mine")
        .failed(1, "slimresnet.mine");
    Run.of("weights", "import", file, "--arch", "slimresnet", "--id", "mine").failed(1, "'mine'");
    Run.of("weights", "show", "slimresnet.mime").failed(1, "did you mean 'slimresnet.mine'?");
  }

  @Test
  void weightsVerify_fitting_saysSo() throws Exception {
    Path file = Pieces.weights(own);
    JsonNode json =
        Run.of("weights", "verify", file, "--arch", "slimresnet", "--json").succeeded().json();

    assertThat(json.get("tensors").asInt()).isPositive();
    assertThat(json.get("nonFinite")).isEmpty();
    Run.of("weights", "verify", file, "--arch", "resnet18").failed(1, "slim.safetensors");
    Run.of("weights", "verify", own.resolve("none.pth"), "--arch", "resnet18")
        .failed(1, "none.pth");
  }

  @Test
  void info_json_isValid() {
    assertThat(Run.of("info", "--json").succeeded().json().isObject()).isTrue();
    assertThat(Run.of("info").succeeded().out()).contains("backend");
  }

  // The launcher runs it in place of this command.
  @Test
  void help_ofAll_listsBench() {
    assertThat(Run.of("--help").succeeded().out()).contains("bench       Measures speed");
    assertThat(Run.of("bench", "--help").succeeded().out()).contains("./graft4j bench");
  }

  @Test
  void bench_withoutTheLauncher_saysHowToRunIt() {
    Run.of("bench", "--cores", "2").failed(1, "./graft4j bench --cores 2");
  }

  @Test
  void help_isOnStdout() {
    assertThat(Run.of("train", "--help").succeeded().out()).contains("--backbone", "--resume");
    assertThat(Run.of("--version").succeeded().out()).startsWith("graft4j ");
  }

  @Test
  void help_ofTrain_namesAllArchitectures() {
    String words = Run.of("train", "--help").succeeded().out().replaceAll("\\s+", " ");
    assertThat(words)
        .contains(
            Architectures.all().stream()
                .map(Architecture::id)
                .collect(joining(", ", "Architecture of the weights file: ", ".")));
  }
}
