package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LrFindCommandTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private static Run find(String... more) {
    Object[] first = {"lr-find", data, "--backbone", weights, "--arch", "slimresnet"};
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all);
  }

  @Test
  void lrFind_ofAProbe_showsThePlotAndNamesAnOptionOfTrain() throws Exception {
    List<String> before = Pieces.names(shared);
    Run run = find("--batch", "8", "--to", "1").succeeded();
    assertThat(run.out())
        .contains("stage 'head': ", " of 100 steps, rate 1.0e-06 to 1.0", "steepest fall")
        .containsPattern("(--lr [0-9.e-]+ with the same options|no suggestion: )")
        .contains("(the plan's own ", " |", "*");
    assertThat(Pieces.names(shared)).isEqualTo(before);
  }

  @Test
  void lrFind_whatOnlyATrainingHeeds_isNotedAndStopsNothing() {
    Run run =
        find("--steps", "20", "--early-stopping", "1", "--schedule", "plateau", "--lr", "0.1");
    assertThat(run.succeeded().err())
        .contains("--lr, --early-stopping, --schedule change nothing in the stage");
  }

  @Test
  void lrFind_asJson_givesEveryPoint() throws Exception {
    JsonNode json = find("--steps", "20", "--json").succeeded().json();
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.path("stage").asText()).isEqualTo("head");
    assertThat(json.path("planRate").asDouble()).isEqualTo(0.03);
    assertThat(json.path("points").size()).isBetween(2, 20);
    assertThat(json.path("points").path(0).path("rate").asDouble()).isEqualTo(1e-6);
    assertThat(json.path("suggestions").has("minimumOverTen")).isTrue();
    assertThat(json.path("verdict").asText()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "--from, 0, '--from must be positive and finite, but was 0.0'",
    "--to, 1e-7, '--to must be above --from, 1.0E-6, and finite, but was 1.0E-7'",
    "--steps, 19, '--steps must be from 20 to 100000, but was 19'",
    "--from, fast, '--from must be a number, but was ''fast'''"
  })
  void lrFind_ofARangeThatIsNone_isWrongUsage(String option, String value, String message) {
    find(option, value).failed(2, message);
  }
}
