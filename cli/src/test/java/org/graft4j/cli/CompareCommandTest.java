package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.eval.PredictionFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir Path own;

  private Path file(String name, double right, long seed) throws IOException {
    return PredictionPieces.write(own.resolve(name), 300, right, seed);
  }

  private static Run compare(Object... files) {
    Object[] all = new Object[files.length + 3];
    all[0] = "compare";
    all[1] = "--replicates";
    all[2] = 1000;
    System.arraycopy(files, 0, all, 3, files.length);
    return Run.of(all);
  }

  @Test
  void compare_betterAndWorse_areTold() throws IOException {
    Path good = file("good.jsonl", 0.95, 1);
    Path bad = file("bad.jsonl", 0.6, 2);
    String out = compare(good, bad).succeeded().out();
    assertThat(out)
        .contains("accuracy: " + good + " is better than " + bad)
        .contains("p < 0.001")
        .contains("macro F1: " + good + " is better than " + bad)
        .contains("log loss: " + good + " is better than " + bad);
    JsonNode json = compare(bad, good, "--json").succeeded().json();
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    JsonNode accuracy = json.get("comparisons").get(0).get("differences").get(0);
    assertThat(accuracy.get("difference").asDouble()).isNegative();
    assertThat(accuracy.get("interval").get(1).asDouble()).isNegative();
    assertThat(accuracy.get("shown").asBoolean()).isTrue();
    assertThat(accuracy.get("conclusion").asText())
        .isEqualTo("accuracy: " + good + " is better than " + bad + ".");
  }

  /** Both are right as often, by other luck. */
  @Test
  void compare_alike_isNotCalledEqual() throws IOException {
    String out = compare(file("a.jsonl", 0.8, 3), file("b.jsonl", 0.8, 4)).succeeded().out();
    assertThat(out)
        .contains("accuracy: no difference shown; from ")
        .contains("No difference shown is not the same as equal")
        .doesNotContain("is better");
  }

  @Test
  void compare_three_correctsForThreeComparisons() throws IOException {
    JsonNode json =
        compare(file("a.jsonl", 0.8, 3), file("b.jsonl", 0.8, 4), file("c.jsonl", 0.7, 5), "--json")
            .succeeded()
            .json();
    assertThat(json.get("comparisons")).hasSize(3);
    for (JsonNode comparison : json.get("comparisons")) {
      for (JsonNode d : comparison.get("differences")) {
        assertThat(d.get("correctedP").asDouble()).isGreaterThanOrEqualTo(d.get("p").asDouble());
      }
    }
  }

  /** Folders are four, of which no bootstrap speaks; a column of patients makes more. */
  @Test
  void compare_groups_areDrawnAndSwappedTogether() throws IOException {
    Path a = file("a.jsonl", 0.95, 3);
    Path b = file("b.jsonl", 0.6, 4);
    String out = compare(a, b, "--groups", "folder").succeeded().out();
    assertThat(out)
        .contains("what is of one folder drawn and swapped together")
        .contains("no interval: fewer than 10 groups by folder")
        .doesNotContain("McNemar");
    StringBuilder csv = new StringBuilder("id,patient\n");
    List<String> ids = PredictionFile.read(a).ids();
    for (int i = 0; i < ids.size(); i++) {
      csv.append(ids.get(i)).append(",p").append(i % 60).append('\n');
    }
    Path columns = Files.writeString(own.resolve("patients.csv"), csv);
    JsonNode json =
        compare(a, b, "--slices", columns, "--groups", "patient", "--json").succeeded().json();
    assertThat(json.at("/intervals/groupedBy").asText()).isEqualTo("patient");
    assertThat(json.at("/comparisons/0/differences/0/shown").asBoolean()).isTrue();
    compare(a, b, "--groups", "patient").failed(2, "--groups must name a column of --slices");
    compare(a, b, "--slices", columns, "--groups", "patent").failed(2, "did you mean 'patient'?");
  }

  /** A thousand draws are too few for six comparisons: there are more of them then. */
  @Test
  void compare_four_drawsAsOftenAsThatTakes() throws IOException {
    JsonNode json =
        compare(
                file("a.jsonl", 0.99, 3),
                file("b.jsonl", 0.3, 4),
                file("c.jsonl", 0.7, 5),
                file("d.jsonl", 0.7, 6),
                "--json")
            .succeeded()
            .json();
    assertThat(json.get("drawsOfEach").asInt()).isEqualTo(2400);
    JsonNode macroF1 = json.at("/comparisons/0/differences/1");
    assertThat(macroF1.get("shown").asBoolean()).isTrue();
    assertThat(macroF1.get("leastP").asDouble()).isLessThan(0.05);
  }

  @Test
  void compare_sameFile_hasNoDifference() throws IOException {
    Path a = file("a.jsonl", 0.8, 3);
    Path copy = Files.copy(a, own.resolve("copy.jsonl"));
    String out = compare(a, copy).succeeded().out();
    assertThat(out).contains("no interval: the same in every draw").doesNotContain("is better");
    compare(a, a).failed(2, "one was named twice");
  }

  @Test
  void compare_model_isToldFromPredictions() throws IOException {
    Path zip = Files.writeString(own.resolve("m.zip"), "PK\u0003\u0004 and more");
    compare(file("a.jsonl", 0.8, 3), zip)
        .failed(1, "m.zip, line 1: ", "it is a zip, say a model", "--predictions FILE");
  }

  @Test
  void compare_otherOrderOfLinesAndClasses_isTheSame() throws IOException {
    Path a = own.resolve("a.jsonl");
    Path b = own.resolve("b.jsonl");
    String head = "{\"schemaVersion\":1,\"labels\":[\"x\",\"y\"]}\n";
    String one = "{\"id\":\"1\",\"label\":\"x\",\"probabilities\":[0.75,0.25]}\n";
    String two = "{\"id\":\"2\",\"label\":\"y\",\"probabilities\":[0.75,0.25]}\n";
    Files.writeString(a, head + one + two);
    Files.writeString(
        b,
        (head + two + one).replace("\"x\",\"y\"", "\"y\",\"x\"").replace("0.75,0.25", "0.25,0.75"));
    JsonNode json = compare(a, b, "--json").succeeded().json();
    for (JsonNode d : json.get("comparisons").get(0).get("differences")) {
      assertThat(d.get("difference").asDouble()).isZero();
      assertThat(d.get("p").asDouble()).isEqualTo(1);
    }
  }

  @Test
  void compare_otherSamplesOrClasses_areNamed() throws IOException {
    Path a = file("a.jsonl", 0.8, 3);
    Path b = own.resolve("b.jsonl");
    String text = Files.readString(a);
    Files.writeString(b, text.replace("site0/0.jpg", "site0/other.jpg"));
    compare(a, b)
        .failed(
            1,
            "1 are in the first alone (test/daisy/site0/0.jpg)",
            "1 in the second alone (test/daisy/site0/other.jpg)");
    Files.writeString(
        b,
        text.replaceFirst("site0/0.jpg\",\"label\":\"daisy\"", "site0/0.jpg\",\"label\":\"rose\""));
    compare(a, b).failed(1, "'test/daisy/site0/0.jpg' is of 'daisy' in the first and of 'rose'");
    Files.writeString(b, text.replace("\"tulip\"", "\"orchid\""));
    compare(a, b).failed(1, "classes must be the same", "orchid", "tulip");
    compare(a).failed(2, "PREDICTIONS must be two files at least, but was " + a + " alone");
    compare(a, own).failed(1, own + ": must be a file of predictions, but is a folder");
    compare(a, own.resolve("none.jsonl"))
        .failed(
            1,
            "no such file or folder: "
                + own.resolve("none.jsonl")
                + "; name a file of predictions");
  }
}
