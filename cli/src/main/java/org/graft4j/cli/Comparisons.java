package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.PairedComparison;

/**
 * Each two of several models, for a person and for a machine.
 *
 * @param settings of which the confidence is that of all comparisons together
 * @param draws for each of them
 * @param pairs places of the two models of each comparison
 */
record Comparisons(
    List<Path> files,
    List<PredictionTable> tables,
    List<int[]> pairs,
    List<PairedComparison> comparisons,
    IntervalSettings settings,
    int draws) {
  private static final int VERSION = 1;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int width = files.stream().mapToInt(file -> file.toString().length()).max().orElse(0);
    String form = "%-" + Math.max(5, width) + "s  %8s  %8s  %8s";
    lines.add(line(form, "model", "accuracy", "macro F1", "log loss"));
    for (int i = 0; i < files.size(); i++) {
      ConfusionMetrics counts = tables.get(i).confusion().metrics();
      lines.add(
          line(
              form,
              files.get(i),
              text(counts.accuracy()),
              text(counts.average(ClassMeasure.F1, Average.MACRO)),
              text(logLoss(tables.get(i)))));
    }
    for (int i = 0; i < pairs.size(); i++) {
      lines.add("");
      compared(lines, i);
    }
    lines.add("");
    lines.add(
        line(
            "on %d samples, %s; %s %% intervals, %d draws, seed %d%s",
            tables.get(0).size(),
            settings
                .groups()
                .map(groups -> "what is of one " + groups.by() + " drawn and swapped together")
                .orElse("taken as independent"),
            EvaluationText.percent(settings.confidence()),
            draws,
            settings.seed().value(),
            pairs.size() == 1
                ? ""
                : line(
                    "; p-values corrected for %d comparisons (Holm), intervals widened so that all"
                        + " hold together",
                    pairs.size())));
    lines.add(
        "No difference shown is not the same as equal: the interval says which differences remain"
            + " possible.");
    return lines;
  }

  private void compared(List<String> lines, int place) {
    PairedComparison comparison = comparisons.get(place);
    lines.add(
        line(
            "%s less %s (only the one right: %d, only the other: %d)",
            first(place), second(place), comparison.onlyFirst(), comparison.onlySecond()));
    for (PairedComparison.Difference d : comparison.differences()) {
      lines.add(
          line(
              "  %-9s %+.4f  %-19s  %-9s  %s",
              d.name(),
              d.value(),
              d.interval().map(i -> line("[%+.4f, %+.4f]", i.low(), i.high())).orElse("-"),
              PValue.text(d.correctedP()),
              d.note()));
    }
    for (PairedComparison.Difference d : comparison.differences()) {
      lines.add("  " + conclusion(place, d));
    }
  }

  /** What may be said of a difference, and what not. */
  private String conclusion(int place, PairedComparison.Difference d) {
    if (d.correctedP() < 1 - settings.confidence()) {
      return line(
          "%s: %s is better than %s.",
          d.name(),
          d.firstIsBetter() ? first(place) : second(place),
          d.firstIsBetter() ? second(place) : first(place));
    }
    if (!d.couldShow(1 - settings.confidence())) {
      return line(
          "%s: nothing can be said: of %d draws p cannot be below %s here.",
          d.name(), draws, line("%.6f", d.leastP()));
    }
    return line(
        "%s: no difference shown%s.",
        d.name(),
        d.interval()
            .map(i -> line("; from %+.4f to %+.4f remains possible", i.low(), i.high()))
            .orElse(""));
  }

  private Path first(int place) {
    return files.get(pairs.get(place)[0]);
  }

  private Path second(int place) {
    return files.get(pairs.get(place)[1]);
  }

  private static OptionalDouble logLoss(PredictionTable table) {
    ProbabilityScores scores = new ProbabilityScores();
    for (int i = 0; i < table.size(); i++) {
      scores.update(table.ids().get(i), table.label(i), table.probabilities(i));
    }
    return scores.logLoss();
  }

  String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schemaVersion", VERSION);
    node.put("n", tables.get(0).size());
    EvaluationJson.settings(node.putObject("intervals"), settings);
    node.put("drawsOfEach", draws);
    ArrayNode models = node.putArray("models");
    for (int i = 0; i < files.size(); i++) {
      ConfusionMetrics counts = tables.get(i).confusion().metrics();
      models
          .addObject()
          .put("predictions", files.get(i).toString())
          .put("accuracy", counts.accuracy().orElseThrow())
          .put("macroF1", counts.average(ClassMeasure.F1, Average.MACRO).orElseThrow())
          .put("logLoss", logLoss(tables.get(i)).orElseThrow());
    }
    ArrayNode list = node.putArray("comparisons");
    for (int i = 0; i < pairs.size(); i++) {
      put(list.addObject(), i);
    }
    return node.toString();
  }

  private void put(ObjectNode entry, int place) {
    PairedComparison comparison = comparisons.get(place);
    entry.put("first", first(place).toString());
    entry.put("second", second(place).toString());
    entry.put("onlyFirstRight", comparison.onlyFirst());
    entry.put("onlySecondRight", comparison.onlySecond());
    ArrayNode differences = entry.putArray("differences");
    for (PairedComparison.Difference d : comparison.differences()) {
      ObjectNode number = differences.addObject();
      number.put("name", d.name());
      number.put("difference", d.value());
      if (d.interval().isPresent()) {
        EvaluationJson.put(number.putArray("interval"), d.interval().get());
      } else {
        number.putNull("interval");
      }
      number.put("p", d.p());
      number.put("correctedP", d.correctedP());
      number.put("leastP", d.leastP());
      number.put("shown", d.correctedP() < 1 - settings.confidence());
      number.put("note", d.note());
      number.put("conclusion", conclusion(place, d));
    }
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? line("%.4f", value.getAsDouble()) : "-";
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }
}
