package org.graft4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** All benchmarks with all their parameters by JMH, and what is written about them. */
final class FullSet {
  /** System property: the folder for reports; the launcher sets it to the checkout's. */
  static final String REPORTS_PROPERTY = "graft4j.bench.reports";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FullSet() {}

  /**
   * A child's main: the number of cores that it is held to, the file for JMH's results, classes.
   */
  public static void main(String[] arguments) throws IOException, RunnerException {
    Cores cores = Cores.first(Integer.parseInt(arguments[0]));
    new Runner(
            new OptionsBuilder()
                .include("org\\.graft4j\\.benchmarks\\.(" + arguments[2] + ")\\.")
                .forks(1)
                .jvmArgs(Child.jvmOptions(cores).toArray(String[]::new))
                .resultFormat(ResultFormatType.JSON)
                .result(arguments[1])
                .build())
        .run();
  }

  /**
   * Runs JMH and writes {@code <date>-<cpu>.json} and {@code .md} into the folder for reports.
   *
   * @param rows of the short set, which go on top
   * @param classes regular expression of the benchmark classes to run, by their simple names
   * @return the Markdown file
   */
  static Path run(Cores cores, List<Comparison> rows, String classes) throws IOException {
    Path results = Files.createTempFile("graft4j-jmh", ".json");
    try {
      Child.run(
          cores,
          FullSet.class,
          List.of(Integer.toString(cores.count()), results.toString(), classes));
      JsonNode jmh = JSON.readTree(results.toFile());
      Map<String, String> facts = Machine.facts(cores);
      Path folder =
          Files.createDirectories(Path.of(System.getProperty(REPORTS_PROPERTY, "docs/benchmarks")));
      String name = LocalDate.now(ZoneOffset.UTC) + "-" + Machine.slug(Machine.cpu());
      Files.writeString(folder.resolve(name + ".json"), json(facts, rows, jmh));
      return Files.writeString(folder.resolve(name + ".md"), markdown(name, facts, rows, jmh));
    } finally {
      Files.deleteIfExists(results);
    }
  }

  /**
   * {@code {"machine": {...}, "comparisons": [...], "jmh": [...]}}, the last as JMH writes it,
   * without paths.
   */
  static String json(Map<String, String> facts, List<Comparison> rows, JsonNode jmh)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.set("machine", JSON.valueToTree(facts));
    root.set("comparisons", JSON.readTree(Comparison.toJson(rows)));
    // Where the JVM and our own files lie is of no use to a reader.
    jmh.forEach(result -> ((ObjectNode) result).remove(List.of("jvm", "jvmArgs")));
    root.set("jmh", jmh);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The facts, the short set's rows, and JMH's scores. */
  static String markdown(
      String title, Map<String, String> facts, List<Comparison> rows, JsonNode jmh) {
    StringBuilder text = new StringBuilder("# Benchmarks, ").append(title).append("\n\n");
    facts.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    text.append("\n## Against the peers, in turn\n\n").append(Comparison.toMarkdown(rows));
    text.append(
        "\n## By JMH\n\n| benchmark | parameters | mode | score | error | unit |\n|---|---|---|---|---|---|\n");
    for (JsonNode result : jmh) {
      JsonNode metric = result.get("primaryMetric");
      String benchmark = result.get("benchmark").asText();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %.4g | %s | %s |\n",
              benchmark.substring("org.graft4j.benchmarks.".length()),
              parameters(result.path("params")),
              result.get("mode").asText(),
              metric.get("score").asDouble(),
              metric.get("scoreError").asText(),
              metric.get("scoreUnit").asText()));
    }
    return text.toString();
  }

  private static String parameters(JsonNode params) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : params.properties()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(field.getKey())
          .append(' ')
          .append(field.getValue().asText());
    }
    return text.toString();
  }
}
