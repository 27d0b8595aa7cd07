package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured of predictions alone; no network is run. */
class EvaluatePredictionsTest {
  @TempDir Path own;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = PredictionPieces.write(own.resolve("p.jsonl"), 600, 0.9, 1);
  }

  private Run evaluate(Object... more) {
    Object[] all = new Object[more.length + 4];
    all[0] = "evaluate";
    all[1] = file;
    all[2] = "--replicates";
    all[3] = 1000;
    System.arraycopy(more, 0, all, 4, more.length);
    return Run.of(all);
  }

  @Test
  void evaluate_predictions_printsNumbersIntervalsAndWhatTheyAssume() {
    List<String> lines = evaluate().succeeded().out().lines().toList();
    assertThat(lines.get(0))
        .matches(
            "accuracy 0\\.\\d{3} \\[0\\.\\d{3}, 0\\.\\d{3}] on 600 predictions, macro F1 0\\.\\d{3}");
    assertThat(lines).anyMatch(line -> line.matches("ROC area +0\\.\\d{3}  \\[.*BCa bootstrap.*"));
    assertThat(lines).anyMatch(line -> line.contains("take the samples as independent"));
  }

  /** One site of four was made worse; the classes were made alike. */
  @Test
  void evaluate_badFolder_isNamedAndGoodClassesAreNot() {
    String out = evaluate().succeeded().out();
    assertThat(out).contains("worst folder: site3").contains("no class is worse than the others");
    JsonNode slices = evaluate("--json").succeeded().json().get("slices");
    assertThat(slices.get(0).get("worst").isNull()).isTrue();
    assertThat(slices.get(1).get("by").asText()).isEqualTo("folder");
    assertThat(slices.get(1).get("worst").asText()).isEqualTo("site3");
    assertThat(slices.get(1).get("slices")).hasSize(4);
  }

  @Test
  void evaluate_json_holdsAllThatTheTextShows() {
    JsonNode json = evaluate("--json", "--confidence", "0.9", "--interval", "percentile").json();
    assertThat(json.get("schemaVersion").isInt()).isTrue();
    assertThat(json.at("/report/n").asInt()).isEqualTo(600);
    assertThat(json.get("intervals").get("method").asText()).isEqualTo("percentile");
    assertThat(json.get("intervals").get("confidence").asDouble()).isEqualTo(0.9);
    assertThat(json.get("intervals").get("replicates").asInt()).isEqualTo(1000);
    assertThat(json.get("metrics")).hasSize(14);
    JsonNode accuracy = json.get("metrics").get(0);
    assertThat(accuracy.get("value")).isEqualTo(json.at("/report/accuracy"));
    assertThat(accuracy.get("interval")).hasSize(2);
  }

  @Test
  void evaluate_sameSeed_isTheSame() {
    String json = evaluate("--json").out();
    assertThat(evaluate("--json").out()).isEqualTo(json);
    assertThat(evaluate("--json", "--seed", "7").out()).isNotEqualTo(json);
  }

  @Test
  void evaluate_stratified_isSaidAndNotTogetherWithGroups() {
    assertThat(evaluate("--stratified").succeeded().out())
        .contains("the number of each class is taken as chosen");
    assertThat(evaluate("--stratified", "--json").json().at("/intervals/stratified").asBoolean())
        .isTrue();
    evaluate("--stratified", "--groups", "folder").failed(2, "must not come together");
  }

  private Path csv(String column, boolean quoted) throws IOException {
    PredictionTable table = PredictionFile.read(file);
    StringBuilder text = new StringBuilder("id," + column + "\n");
    for (int i = 0; i < table.size(); i++) {
      String id = table.ids().get(i);
      String value = id.contains("site3") ? "old, \"used\"" : "new";
      text.append(id).append(',');
      text.append(quoted ? "\"" + value.replace("\"", "\"\"") + "\"" : "c" + i % 50).append('\n');
    }
    return Files.writeString(own.resolve(column + ".csv"), text);
  }

  @Test
  void evaluate_slicesOfAColumn_areMeasuredAndTheWorstNamed() throws IOException {
    assertThat(evaluate("--slices", csv("camera", true)).succeeded().out())
        .contains("worst camera: old, \"used\", accuracy");
  }

  /** The table by class is there without any file. */
  @Test
  void evaluate_columnNamedClass_isToldFromTheClasses() throws IOException {
    String out = evaluate("--slices", csv("class", true)).succeeded().out();
    assertThat(out).containsOnlyOnce("by class ").contains("by column class");
  }

  @Test
  void evaluate_columnOfOneValue_isNoted() throws IOException {
    Path csv = csv("camera", true);
    Files.writeString(
        csv,
        Files.readString(csv)
            .replaceAll("(?m),[^,\n]*(,[^,\n]*)?$", ",new")
            .replaceFirst("^id,new", "id,camera"));
    Run run = evaluate("--slices", csv).succeeded();
    assertThat(run.err()).contains("column camera has one value, 'new'");
    assertThat(run.out()).doesNotContain("by camera");
  }

  @Test
  void evaluate_groups_areDrawnTogether() throws IOException {
    Path csv = csv("patient", false);
    String out = evaluate("--slices", csv, "--groups", "patient").succeeded().out();
    assertThat(out)
        .contains("what is of one patient is drawn together")
        .doesNotContain("Wilson")
        .contains("and 40 more with higher accuracy");
    assertThat(evaluate("--groups", "folder").succeeded().out())
        .contains("needs at least 10 groups by folder, here are 4")
        .startsWith("accuracy 0.");
    evaluate("--slices", csv, "--groups", "patent")
        .failed(2, "unknown column of", "'patent'", "did you mean 'patient'?");
    evaluate("--groups", "patient").failed(2, "--groups must name a column of --slices");
  }

  @Test
  void evaluate_slicesOfAFileAboutMorePictures_areThoseOfTheseAlone() throws IOException {
    Path csv = csv("camera", true);
    JsonNode own = evaluate("--slices", csv, "--json").succeeded().json();
    Files.writeString(csv, Files.readString(csv) + "other.jpg,x\n");

    Run run = evaluate("--slices", csv, "--json").succeeded();

    assertThat(run.json()).isEqualTo(own);
    assertThat(run.err()).contains("1 line of").contains("other pictures");
  }

  @Test
  void evaluate_groupsWithoutAName_areRefused() throws IOException {
    Path csv = csv("patient", false);
    Files.writeString(csv, Files.readString(csv).replaceFirst(",c7\n", ",\n"));
    evaluate("--slices", csv, "--groups", "patient")
        .failed(1, "column patient must name a group for every sample, but has none for");
  }

  @Test
  void evaluate_slicesThatAreNotOfThesePredictions_areRefusedByName() throws IOException {
    Path csv = csv("camera", true);
    List<String> lines = Files.readAllLines(csv);
    Path broken = own.resolve("broken.csv");
    Files.write(broken, lines.subList(0, 598));
    evaluate("--slices", broken).failed(1, "has none for 3", "test/daisy/site3/597.jpg");
    Files.writeString(broken, String.join("\n", lines) + "\n" + lines.get(1) + "\n");
    evaluate("--slices", broken).failed(1, "ids must be distinct", "came twice");
    Files.writeString(broken, "id,camera\n" + lines.get(1) + ",more\n");
    evaluate("--slices", broken).failed(1, "a line must have 2 values", "had 3");
    Files.writeString(broken, "name,camera\n");
    evaluate("--slices", broken).failed(1, "the first line must name the columns");
    Files.writeString(broken, "id,camera\nx,\"open\n");
    evaluate("--slices", broken).failed(1, "never closed");
    Files.write(broken, new byte[] {'i', 'd', ',', 'a', '\n', (byte) 0xff});
    evaluate("--slices", broken).failed(1, "must be UTF-8 text");
    evaluate("--slices", own).failed(1, own + ": must be a CSV file, but is a folder");
    evaluate("--slices", own.resolve("none.csv")).failed(1, "no such file", "none.csv");
  }

  @ParameterizedTest
  @CsvSource({
    "--replicates, 99, --replicates must be from 100",
    "--replicates, 1000000000, --replicates must be from 100",
    "--confidence, 95, --confidence must be above 0 and below 1",
    "--replicates, 150, --replicates must be at least 200 for a confidence of 0.95",
    "--confidence, 0.9999999, --replicates must be at least 100000000 for a confidence",
    "--confidence, NaN, --confidence must be above 0 and below 1",
    "--confidence, nan, '--confidence must be a number, but was ''nan'''",
    "--interval, wald, '--interval must be bca or percentile, but was ''wald'''",
    "--seed, x, '--seed must be a whole number, but was ''x'''",
    "--replicates, 99999999999, --replicates must be a whole number from -2147483648 to 2147483647",
    "--tta, flip, need a model and pictures",
    "--predictions, q.jsonl, need a model and pictures"
  })
  void evaluate_wrongValue_isAUsageError(String option, String value, String message) {
    Object[] given = {
      "evaluate", file, option, option.equals("--predictions") ? own.resolve(value) : value
    };
    Run.of(given).failed(2, message);
  }

  @Test
  void evaluate_brokenPredictions_areRefused() throws IOException {
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 300));
    evaluate().failed(1, "as the first line says, 600, but were 299: the file was cut off");
    Files.writeString(file, "PK nothing");
    evaluate().failed(2, "is no file of predictions: name the folder of pictures too");
    evaluate(own).failed(1, "p.jsonl");
    Files.writeString(file, "");
    evaluate().failed(1, "the file is empty");
    Run.of("evaluate", own.resolve("none.jsonl")).failed(1, "no such file", "none.jsonl");
    Run.of("evaluate", own).failed(2, "is no file of predictions");
  }

  @Test
  void evaluate_predictionsWithData_isAUsageError() {
    evaluate(own).failed(2, "holds predictions, which are measured as they are: leave DATA out");
  }

  @Test
  void evaluate_confidence_isThatOfTheSlicesToo() {
    assertThat(evaluate("--confidence", "0.9").succeeded().out())
        .contains("90 % interval")
        .contains("corrected for 7 slices in all")
        .doesNotContain("95 % interval");
  }

  @Test
  void evaluate_onePrediction_isMeasured() throws IOException {
    PredictionPieces.write(file, 1, 2, 1);
    assertThat(evaluate().succeeded().out())
        .startsWith("accuracy 1.000 [0.207, 1.000] on 1 prediction, macro F1 0.333");
  }
}
