package org.graft4j.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.junit.jupiter.api.Test;

/** {@code info} and help. */
class OtherCommandsTest {
  @Test
  void info_json_isValid() {
    assertThat(Run.of("info", "--json").succeeded().json().get("schemaVersion").asInt())
        .isEqualTo(1);
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
