package org.graft4j.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;

/**
 * One row of what {@code graft4j bench} prints.
 *
 * @param name what was measured
 * @param peer against what
 * @param ours our figure
 * @param theirs the peer's
 * @param unit of both
 * @param ratio above 1 ours is faster; of memory it is ours by theirs, and the name says so
 */
record Comparison(String name, String peer, double ours, double theirs, String unit, double ratio) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Comparison {
    if (!Double.isFinite(ours) || !Double.isFinite(theirs) || !Double.isFinite(ratio)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "figures of '%s' must be finite, but were %s, %s and %s",
              name,
              ours,
              theirs,
              ratio));
    }
  }

  /** Peak memory of a large job against a small one; 1 is best. */
  static Comparison memory(String name, String peer, double large, double small) {
    return new Comparison(name, peer, large, small, "MB", large / small);
  }

  /** A list of objects with the members name, peer, ours, theirs, unit and ratio. */
  static String toJson(List<Comparison> comparisons) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(comparisons);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The inverse of {@link #toJson}. */
  static List<Comparison> fromJson(String json) throws JsonProcessingException {
    return JSON.readValue(json, new TypeReference<List<Comparison>>() {});
  }

  /** Aligned columns for a terminal. */
  static String toTable(List<Comparison> comparisons) {
    int name = width(comparisons.stream().map(Comparison::name).toList(), "name");
    int peer = width(comparisons.stream().map(Comparison::peer).toList(), "peer");
    String format = "%-" + name + "s  %-" + peer + "s  %10s  %10s  %-10s  %6s%n";
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(Locale.ROOT, format, "name", "peer", "ours", "theirs", "unit", "ratio"));
    for (Comparison row : comparisons) {
      table.append(
          String.format(
              Locale.ROOT,
              format,
              row.name(),
              row.peer(),
              figure(row.ours()),
              figure(row.theirs()),
              row.unit(),
              figure(row.ratio())));
    }
    return table.toString();
  }

  /** A Markdown table. */
  static String toMarkdown(List<Comparison> comparisons) {
    StringBuilder table =
        new StringBuilder(
            "| name | peer | ours | theirs | unit | ratio |\n|---|---|---|---|---|---|\n");
    for (Comparison row : comparisons) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s |\n",
              row.name(),
              row.peer(),
              figure(row.ours()),
              figure(row.theirs()),
              row.unit(),
              figure(row.ratio())));
    }
    return table.toString();
  }

  private static int width(List<String> texts, String title) {
    return Math.max(title.length(), texts.stream().mapToInt(String::length).max().orElse(0));
  }

  /** Three digits or so: more would be noise. */
  private static String figure(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }
}
