package org.graft4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes the numbers out of the page and looks for them in the JSON. */
class ReportNumbersTest {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(\\.\\d+)?(e[-+]\\d+)?");

  /** What comes from outside or says where an axis is; the rest of the text is the report's. */
  private static final List<Pattern> NO_NUMBERS =
      List.of(
          Pattern.compile("<style>.*?</style>", Pattern.DOTALL),
          Pattern.compile("<h1>.*?</h1>|<title>Flowers.*?</title>"),
          Pattern.compile("<bdi>.*?</bdi>", Pattern.DOTALL),
          Pattern.compile("<(text|span) class=\"(name|ends tick)[^>]*>.*?</\\1>(</span>)?"),
          Pattern.compile(
              "<text class=\"tick\"[^>]*(text-anchor=\"(middle|end)\")[^>]*>[^<]*</text>"),
          Pattern.compile("<h3>By [^<]*</h3>"));

  private static List<String> numbers(String html) {
    String text = html;
    for (Pattern pattern : NO_NUMBERS) {
      text = pattern.matcher(text).replaceAll(" ");
    }
    // Names inside a drawing's tooltips: classes and runs of the fixture.
    text = text.replaceAll("&lt;b&gt;class &amp; &quot;\\d+&quot;&lt;/b&gt;|run &lt;\\d&gt;", " ");
    text = text.replaceAll("<[^>]*>", " ").replaceAll("&#\\d+;", " ");
    return NUMBER.matcher(text).results().map(MatchResult::group).toList();
  }

  /** All numbers of the JSON, as they are and as percentages; sums and counts of its lists. */
  private static List<Double> known(JsonNode root) {
    List<Double> known = new ArrayList<>();
    collect(root, known);
    JsonNode confidence = root.at("/runs/0/report/confidence");
    known.add(confidence.doubleValue());
    for (JsonNode run : root.path("runs")) {
      known.add((double) run.path("history").size());
    }
    double samples = 0;
    for (JsonNode fold : root.at("/crossValidation/folds")) {
      samples += fold.path("n").doubleValue();
    }
    known.add(samples);
    return known;
  }

  private static void collect(JsonNode node, List<Double> known) {
    if (node.isNumber()) {
      known.add(node.doubleValue());
    } else if (node.isTextual()) {
      NUMBER
          .matcher(node.textValue())
          .results()
          .forEach(number -> known.add(Double.parseDouble(number.group())));
    }
    node.forEach(child -> collect(child, known));
  }

  private static List<String> unknown(String html, JsonNode json) {
    List<Double> known = known(json);
    return numbers(html).stream().filter(n -> !isKnown(n, known)).distinct().toList();
  }

  private static boolean isKnown(String shown, List<Double> known) {
    double value = Double.parseDouble(shown);
    int point = shown.indexOf('.');
    int exponent = shown.indexOf('e');
    int decimals = point < 0 ? 0 : (exponent < 0 ? shown.length() : exponent) - point - 1;
    double power = exponent < 0 ? 0 : Integer.parseInt(shown.substring(exponent + 1));
    double half = 0.5000001 * Math.pow(10, power - decimals);
    return known.stream()
        .anyMatch(k -> Math.abs(k - value) <= half || Math.abs(100 * k - value) <= half);
  }

  private static JsonNode json(RunReport report) throws IOException {
    return new ObjectMapper().readTree(report.toJson());
  }

  @Test
  void html_everyNumber_isInTheJson() throws IOException {
    RunReport report = Reports.full(90, 3);
    assertThat(numbers(report.toHtml())).hasSizeGreaterThan(300);
    assertThat(unknown(report.toHtml(), json(report))).isEmpty();
  }

  /** That the test above can fail: without a section's keys, numbers of that section are missed. */
  @ParameterizedTest
  @ValueSource(strings = {"crossValidation", "ranking", "calibration", "samples"})
  void html_jsonWithoutASection_missesItsNumbers(String key) throws IOException {
    RunReport report = Reports.full(90, 3);
    ObjectNode json = (ObjectNode) json(report);
    // Single predictions hold so many numbers that any short one is among them.
    json.path("runs").forEach(run -> ((ObjectNode) run.get("report")).remove("predictions"));
    assertThat(unknown(report.toHtml(), json)).isEmpty();
    json.remove(key);
    assertThat(unknown(report.toHtml(), json)).isNotEmpty();
  }

  /** The Markdown has the same tables: its numbers are among the page's. */
  @Test
  void markdown_everyNumber_isInTheJson() throws IOException {
    RunReport report = Reports.full(90, 3);
    String text =
        report
            .toMarkdown()
            .replaceAll("\\\\<b\\\\>class \\\\& \"\\d+\"\\\\</b\\\\>|run \\\\<\\d\\\\>", " ")
            .replaceAll("(?m)^- \\*\\*.*$", " ");
    List<Double> known = known(json(report));
    assertThat(
            NUMBER.matcher(text).results().map(MatchResult::group).filter(n -> !isKnown(n, known)))
        .isEmpty();
  }
}
