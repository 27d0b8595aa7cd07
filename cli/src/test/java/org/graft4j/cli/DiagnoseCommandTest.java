package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the weights gain and what more pictures would give, with intervals. */
class DiagnoseCommandTest {
  @TempDir static Path shared;
  private static Path data;

  @BeforeAll
  static void draw() throws IOException {
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private static Run diagnose(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("diagnose", data, "--backbone", "slimresnet.shapes", "--epochs", "5"));
    arguments.addAll(Arrays.asList(more));
    arguments.add("--no-cache");
    return Run.of(arguments.toArray());
  }

  @Test
  void diagnose_all_hasCurveGainAndBudgets() {
    Run run = diagnose("--shares", "20,50,100", "--runs", "2", "--scratch-epochs", "1").succeeded();
    assertThat(run.out())
        .contains("learns from 15 pictures of 3 classes, measured on 3 others (share of train)")
        .contains("share  pictures  runs  accuracy")
        .contains(
            "cannot be said: the curve must have 4 points at least to be carried on, but has 3: name more"
                + " --shares, give --runs 3")
        .contains("the curve's last point is of 2 runs, 'pretrained' of 1")
        .contains("gain over from scratch: ")
        .contains("full, 1 epoch, training loss")
        .contains("raise --scratch-epochs before believing it");
    assertThat(run.err())
        .contains("curve 6/6: run 2, 15 pictures, accuracy")
        .contains("12 pictures of test/ left alone for the last number; --test measures on them");
  }

  @Test
  void diagnose_testAndJson_isTheSameForTheSameSeed() {
    Object[] options = {"--shares", "50,100", "--runs", "1", "--no-scratch", "--test", "--json"};
    JsonNode first = diagnose(options).succeeded().json();
    JsonNode again = diagnose(options).succeeded().json();
    assertThat(again).isEqualTo(first);
    assertThat(first.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(first.get("finished").asBoolean()).isTrue();
    assertThat(first.get("heldOutPart").asText()).isEqualTo("test");
    assertThat(first.get("heldOutPictures").asInt()).isEqualTo(12);
    assertThat(first.get("transferGain").isNull()).isTrue();
    JsonNode point = first.get("learningCurve").get("points").get(1);
    assertThat(point.get("pictures").asInt()).isEqualTo(18);
    assertThat(point.get("runs").get(0).asDouble()).isEqualTo(point.get("accuracy").asDouble());
    assertThat(point.get("interval").get(0).asDouble())
        .isLessThanOrEqualTo(point.get("accuracy").asDouble());
    assertThat(first.get("learningCurve").get("twiceTheData").get("refused").asText())
        .contains("4 points");
  }

  /** A plan chosen by the test part would make the last number too good. */
  @Test
  void diagnose_noTestPartAskedFor_isRefused(@TempDir Path own) throws IOException {
    Path plain = Pieces.plain(own.resolve("plain"));
    Run.of("diagnose", plain, "--backbone", "slimresnet.shapes", "--test", "--no-cache")
        .failed(1, "--test must find pictures in test/");
  }

  @Test
  void diagnose_wrongUsage_isOneLine() {
    diagnose("--no-curve", "--no-scratch").failed(2, "nothing would be left");
    diagnose("--shares", "0,50").failed(2, "--shares must be above 0 and at most 100 percent");
    diagnose("--runs", "0").failed(2, "--runs must be positive, but was 0");
    diagnose("--from-scratch").failed(2, "--from-scratch and --partial must be left out");
    diagnose("--lr", "-1").failed(2, "--lr must be positive and finite, but was -1.0");
  }
}
