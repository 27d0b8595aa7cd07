package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.graft4j.runtime.AtomicFile;
import org.jspecify.annotations.Nullable;

/** What came of the trials, as tables in a document. */
final class ResultsTable {
  private static final String BEGIN = "<!-- begin of the table: written by MethodsTable -->";
  private static final String END = "<!-- end of the table -->";

  private ResultsTable() {}

  /** Before the trials run: they take long. */
  static void requireMarks(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    if (begin < 0 || text.indexOf(END) < begin) {
      throw new IllegalArgumentException(
          "--table must be a document with the lines '"
              + BEGIN
              + "' and '"
              + END
              + "', but '"
              + document
              + "' has not both in this order");
    }
  }

  /** What a part of the trials, or tiny ones, came to is no table to replace a whole one with. */
  static void requireNoRows(Path document) throws IOException {
    String text = Files.readString(document);
    if (text.substring(text.indexOf(BEGIN), text.indexOf(END)).contains("\n| `")) {
      throw new IllegalArgumentException(
          "--table must come without --tiny and names of trials where the document has rows"
              + " already, as '"
              + document
              + "' has: they would be lost");
    }
  }

  /** Writes the tables between the marks; what stands about them stays. */
  static void write(Path document, List<Family> families, List<TrialResult> results, int seeds)
      throws IOException {
    requireMarks(document);
    String text = Files.readString(document);
    String changed =
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + "\n\n"
            + tables(families, results, seeds)
            + "\n"
            + text.substring(text.indexOf(END));
    byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(document, out -> out.write(bytes));
  }

  private static String tables(List<Family> families, List<TrialResult> results, int seeds) {
    Map<String, TrialResult> byName =
        results.stream().collect(Collectors.toMap(r -> r.facts().name(), Function.identity()));
    StringBuilder text = new StringBuilder(summary(results, seeds));
    for (Family family : families) {
      text.append("\n### ").append(family.title()).append("\n\n");
      text.append("`").append(family.program().getSimpleName()).append("`\n\n");
      text.append("| trial | without | with | score | difference | seconds | verdict |\n");
      text.append("|---|---|---|---|---|---|---|\n");
      for (Trial trial : family.trials()) {
        text.append(row(trial, byName.get(trial.name())));
      }
    }
    return text.toString();
  }

  private static String summary(List<TrialResult> results, int seeds) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
    long compared = results.stream().filter(result -> result.facts().margin() == 0).count();
    List<String> verdicts = new ArrayList<>();
    counts.forEach((verdict, count) -> verdicts.add(verdict + " " + count));
    return String.format(
        Locale.ROOT,
        "%d trials over %d seeds, on %s: %s. Of the %d intervals of trials without a margin about"
            + " %.0f would leave out 0 by chance alone if no method did anything.%n",
        results.size(),
        seeds,
        results.stream()
            .map(result -> result.machine().toString())
            .distinct()
            .collect(Collectors.joining(" and ")),
        String.join(", ", verdicts),
        compared,
        Math.ceil(0.05 * compared));
  }

  private static String row(Trial trial, @Nullable TrialResult result) {
    String start =
        "| `"
            + trial.name()
            + "`: "
            + cell(trial.claim())
            + " | "
            + cell(trial.without().text())
            + " | "
            + cell(trial.with().text())
            + " | ";
    if (result == null) {
      return start + "not run | | | |\n";
    }
    List<String> notes = new ArrayList<>(result.beside());
    if (!result.divergence().isEmpty()) {
      notes.add(result.divergence());
    }
    String score = trial.score() == Score.ACCURACY ? "" : trial.score() + " ";
    return start
        + String.format(
            Locale.ROOT,
            "%s%.3f, %.3f | %s | %.1f, %.1f | %s%s |%n",
            score,
            result.meanWithout(),
            result.meanWith(),
            result.difference(),
            result.withoutSeconds(),
            result.withSeconds(),
            result.verdictText(),
            notes.isEmpty() ? "" : "; " + String.join("; ", notes));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
