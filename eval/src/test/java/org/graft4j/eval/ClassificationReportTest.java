package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.data.LabelMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationReportTest {

  @Property(tries = 30)
  void json_writtenAndRead_isEqual(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 9) int classes,
      @ForAll long seed)
      throws IOException {
    ClassificationReport report = Predicted.report(n, classes, seed);
    assertThat(ClassificationReport.fromJson(report.toJson(true))).isEqualTo(report);
    assertThat(ClassificationReport.fromJson(report.toJson()))
        .isEqualTo(Predicted.counts(n, classes, seed));
  }

  /** Reports that travel with bundles saved by the first releases. */
  @Test
  void fromJson_goldenVersion1_isReadAndSaysWhatItKnows() throws IOException {
    ClassificationReport report = ClassificationReport.fromJson(resource("report-v1.json"));
    assertThat(report.accuracy()).isEqualTo(0.6);
    assertThat(report.logLoss()).isEqualTo(0.7937186713833081);
    assertThat(report.macroF1()).isCloseTo(0.325, within(1e-12));
    assertThat(report.table()).isEmpty();
    assertThat(report.brier()).isEmpty();
    assertThat(report.expectedCalibrationError()).isEmpty();
    assertThat(report.reliability()).isEmpty();
    assertThat(report.topK(1)).isEmpty();
    assertThat(NotablePredictions.of(report).mostConfidentMistakes(1))
        .containsExactly(new Prediction("daisy/2.jpg", 0, 1, 0.6, 0.2));
    assertThat(ClassificationReport.fromJson(report.toJson(true))).isEqualTo(report);
  }

  @Test
  void fromJson_version1WithoutViewsAndPredictions_isPlain() throws IOException {
    String json = resource("report-v1.json").replace("\"views\":\"plain\",", "");
    json = json.substring(0, json.indexOf(",\"predictions\"")) + "}";
    assertThat(json).doesNotContain("views");
    assertThat(ClassificationReport.fromJson(json).views()).isEqualTo("plain");
  }

  /** The same samples as those of version 1: what both versions know is equal. */
  @Test
  void fromJson_goldenVersion2_isReadAndWrittenAsItWas() throws IOException {
    String json = resource("report-v2.json");
    ClassificationReport report = ClassificationReport.fromJson(json);
    assertThat(report.toJson(true)).isEqualTo(json.strip());
    ClassificationReport first = ClassificationReport.fromJson(resource("report-v1.json"));
    assertThat(report.confusion()).isEqualTo(first.confusion());
    assertThat(report.logLoss()).isCloseTo(first.logLoss(), within(1e-15));
    assertThat(report.predictions()).isEqualTo(first.predictions());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ClassificationReportTest.class.getResourceAsStream("/formats/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Every number beside counts and states follows from them: changing one is noticed. */
  @Test
  void fromJson_anyNumberChanged_isRefused() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String json = resource("report-v2.json");
    int changed = 0;
    for (Map.Entry<String, JsonNode> entry : mapper.readTree(json).properties()) {
      if (entry.getKey().equals("metrics") || entry.getKey().equals("schemaVersion")) {
        continue;
      }
      for (String other : changes(entry.getValue().toString())) {
        ObjectNode root = (ObjectNode) mapper.readTree(json);
        root.set(entry.getKey(), mapper.readTree(other));
        assertThatThrownBy(() -> ClassificationReport.fromJson(root.toString()))
            .as("%s: %s", entry.getKey(), other)
            .isInstanceOf(MalformedReportException.class);
        changed++;
      }
    }
    assertThat(changed).isGreaterThan(100);
  }

  /** The text with each of its numbers made another one, one at a time. */
  private static List<String> changes(String json) {
    return Pattern.compile("(?<=[:,\\[]|^)(\\d+(\\.\\d+)?(E-?\\d+)?)(?=[],}]|$)")
        .matcher(json)
        .results()
        .map(
            number ->
                json.substring(0, number.start())
                    + (number.group().contains(".") ? "0.123456789" : "12")
                    + json.substring(number.end()))
        .filter(other -> !other.equals(json))
        .toList();
  }

  @Test
  void withMetrics_intervals_areKeptInTheJson() throws IOException {
    ClassificationReport report = Predicted.report(40, 3, 9);
    List<MetricValue> values = new ArrayList<>(report.metrics());
    values.add(
        new MetricValue(
            "ROC area",
            OptionalDouble.of(0.5),
            Optional.of(new Interval(0.4, 0.6, 0.9)),
            "percentile of 2000 draws"));
    ClassificationReport read = ClassificationReport.fromJson(report.withMetrics(values).toJson());
    assertThat(read.metrics()).isEqualTo(values);
    assertThat(report.metrics().get(0).interval()).contains(report.accuracyInterval());
    assertThat(report.metrics().stream().skip(1)).allMatch(m -> m.interval().isEmpty());
  }

  @Test
  void withMetrics_numbersOfOtherPredictions_areRefused() {
    ClassificationReport report = Predicted.report(40, 6, 9);
    for (int i = 0; i < report.metrics().size(); i++) {
      MetricValue own = report.metrics().get(i);
      for (double other : new double[] {1e308, -1.5, 0.123}) {
        List<MetricValue> values = new ArrayList<>(report.metrics());
        values.set(
            i, new MetricValue(own.name(), OptionalDouble.of(other), Optional.empty(), own.note()));
        assertThatThrownBy(() -> report.withMetrics(values)).hasMessageContaining(own.name());
      }
      List<MetricValue> undefined = new ArrayList<>(report.metrics());
      undefined.set(
          i, new MetricValue(own.name(), OptionalDouble.empty(), Optional.empty(), own.note()));
      assertThatThrownBy(() -> report.withMetrics(undefined)).hasMessageContaining("undefined");
    }
  }

  /** Whatever is said of a number, name, value, note or bounds: what cannot be is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\":\"MCC\"|\"name\":\"ECE\"|'ECE' came twice",
        "\"name\":\"MCC\"|\"name\":\"Matthews\"|metrics must hold 'MCC'",
        "\"name\":\"top-3 accuracy\"|\"name\":\"top-4 accuracy\"|one was 'top-4 accuracy'",
        "\"low\":0.23|\"low\":0.13|interval of accuracy must be Wilson's",
        "\"low\":0.23072428127601285,|\"low\":-1,|must be in [0.0, 1.0]",
        "0.95},\"note\":\"Wilson's interval\"|0.9},\"note\":\"Wilson's interval\"|must be Wilson's",
        "0.95},\"note\":\"Wilson's interval\"|9},\"note\":\"Wilson's interval\"|confidence must be"
            + " in",
        "\"value\":0.44775,\"interval\":null|\"value\":0.44775,\"interval\":{\"low\":0.1,\"high\":0.2,\"confidence\":0.95}|interval"
            + " of Brier score must hold 0.44775",
        "0.36084391824351614,\"interval\":null|0.36084391824351614,\"interval\":{\"low\":-3,\"high\":0.9,\"confidence\":0.95}|interval"
            + " of MCC must be in [-1.0, 1.0]",
        "0.36084391824351614|0.37|MCC must be 0.36084391824351614, as the counts give, but was"
            + " 0.37",
        "{\"name\":\"MCE\",\"value\":0.6,\"interval\":null,\"note\":\"15 bins of equal"
            + " width\"},||metrics must hold 'MCE'",
        "\"temperature\":1.0|\"temperature\":1.3|temperature is 1.3",
        "\"temperatureCrossFitted\":false|\"temperatureCrossFitted\":7|temperatureCrossFitted is 7",
      })
  void fromJson_metricsThatWereTamperedWith_areRefused(String part, String other, String message)
      throws IOException {
    String json = resource("report-v2.json");
    assertThat(json).contains(part);
    assertThatThrownBy(
            () -> ClassificationReport.fromJson(json.replace(part, other == null ? "" : other)))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageContaining(message);
  }

  @Test
  void confusionJson_writtenAndRead_isEqual() throws IOException {
    ConfusionMatrix matrix = Predicted.report(50, 4, 7).confusion();
    assertThat(ConfusionMatrix.fromJson(matrix.toJson())).isEqualTo(matrix);
  }

  /** A class without samples has no recall; a class that was never predicted no precision. */
  @Test
  void json_undefinedValues_areNullAndTheirTreatmentIsSaid() throws IOException {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(
            LabelMap.of(List.of("a", "b", "c", "d")),
            new long[][] {{2, 1, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}});
    JsonNode json = new ObjectMapper().readTree(Predicted.reportOfVersion1(confusion).toJson());

    assertThat(json.get("macroTreatsUndefinedAs").intValue()).isZero();
    assertThat(json.get("macroOver").textValue()).isEqualTo("allClasses");
    assertThat(json.get("perClass").get(1).toString())
        .isEqualTo(
            "{\"label\":\"b\",\"support\":0,\"predicted\":1,\"correct\":0,"
                + "\"precision\":0.0,\"recall\":null,\"specificity\":0.75,\"f1\":0.0}");
    assertThat(json.get("perClass").get(2).get("precision").isNull()).isTrue();
    assertThat(json.get("perClass").get(3).get("f1").isNull()).isTrue();
    assertThat(json.get("macroRecall").doubleValue()).isEqualTo(2.0 / 3 / 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"accuracy\":0.5|\"accuracy\":0.75|counts give 0.5",
        "\"schemaVersion\":2|\"schemaVersion\":3|schemaVersion",
        "[[1,1],[0,0]]|[[1,1],[0]]|contradicts itself",
        "[[1,1],[0,0]]|[[1,1],[0,-1]]|must not be negative",
        "[[1,1],[0,0]]|[[1,1],[0,0.5]]|whole numbers",
        "[[1,1],[0,0]]|[[9223372036854775807,1],[0,0]]|overflow",
        "\"split\":\"test\"|\"split\":7|must be a text",
        "[\"a\",\"b\"]|[\"a\",\"a\"]|came twice",
        "\"logLoss\":1.0|\"logLoss\":-1.0|logLoss must be at least 0",
        "\"n\":2|\"n\":2}|not JSON",
      })
  void fromJson_textThatWasTamperedWith_isRefused(String part, String other, String message) {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(LabelMap.of(List.of("a", "b")), new long[][] {{1, 1}, {0, 0}});
    String json = Predicted.reportOfVersion1(confusion).toJson();
    assertThat(json).contains(part);
    assertThatThrownBy(() -> ClassificationReport.fromJson(json.replace(part, other)))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[]", "7", "``", "{\"n\":1"})
  void fromJson_noReport_isRefused(String json) {
    assertThatThrownBy(() -> ClassificationReport.fromJson(json))
        .isInstanceOf(MalformedReportException.class);
  }

  @Test
  void report_predictionsThatDoNotAddUp_areRefused() {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(LabelMap.of(List.of("a", "b")), new long[][] {{1, 1}, {0, 0}});
    List<Prediction> predictions = List.of(new Prediction("x", 0, 0, 1, 1));
    assertThatThrownBy(() -> ReportVersion1.report("test", "plain", confusion, 1, predictions))
        .hasMessageContaining("must add up");
  }

  @Test
  void mostConfidentMistakes_ofSeveral_areSortedAndWrong() {
    List<Prediction> mistakes =
        NotablePredictions.of(Predicted.report(300, 5, 11)).mostConfidentMistakes(10);
    assertThat(mistakes).hasSize(10).noneMatch(Prediction::correct);
    assertThat(mistakes)
        .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
  }

  @Test
  void plus_otherLabels_isRefused() {
    ConfusionMatrix a = ConfusionMatrix.empty(LabelMap.of(List.of("a", "b")));
    ConfusionMatrix b = ConfusionMatrix.empty(LabelMap.of(List.of("b", "a")));
    assertThatThrownBy(() -> a.plus(b)).hasMessageContaining("labels must be the same");
  }

  @Property(tries = 30)
  void plus_anyOrderAndGrouping_isTheSame(@ForAll long seed) {
    ConfusionMatrix a = Predicted.report(20, 3, seed).confusion();
    ConfusionMatrix b = Predicted.report(30, 3, seed + 1).confusion();
    ConfusionMatrix c = Predicted.report(40, 3, seed + 2).confusion();
    assertThat(a.plus(b).plus(c)).isEqualTo(c.plus(b.plus(a)));
    assertThat(a.plus(b).total()).isEqualTo(50);
  }
}
