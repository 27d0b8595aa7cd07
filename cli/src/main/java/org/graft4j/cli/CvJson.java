package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.FoldResult;
import org.graft4j.eval.resample.MeasureSummary;
import org.graft4j.eval.resample.NestedChoice;
import org.graft4j.eval.resample.NestedSearchResult;
import org.graft4j.eval.resample.PipelineComparison;
import org.jspecify.annotations.Nullable;

/** The result of a cross-validation for a machine. */
final class CvJson {
  private static final int VERSION = 1;

  private CvJson() {}

  /**
   * One JSON object.
   *
   * @param predictions files that were written
   * @param report the page, if one was written
   */
  static String of(CvOutcome outcome, double seconds, List<Path> predictions, @Nullable Path report)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("schemaVersion", VERSION);
    node.put("pipeline", outcome.pipeline());
    node.put("seconds", seconds);
    put(node, outcome.result());
    outcome.notes().forEach(node.withArray("notes")::add);
    if (outcome.search() != null) {
      put(node.putObject("search"), outcome.search());
    }
    CvOutcome.Compared compared = outcome.compared();
    if (compared != null) {
      ObjectNode against = node.putObject("against");
      against.put("pipeline", compared.name());
      put(against.putObject("difference"), compared.difference());
      put(against, compared.result());
    }
    ArrayNode files = node.putArray("predictions");
    predictions.forEach(file -> files.add(file.toString()));
    node.put("report", report == null ? null : report.toString());
    return mapper.writeValueAsString(node);
  }

  private static void put(ObjectNode node, CrossValidationResult result) {
    node.put("pictures", result.folded().items().size());
    node.put("repeats", result.folded().repeats());
    node.put("confidence", result.confidence());
    ArrayNode measures = node.putArray("measures");
    result.measures().forEach(measure -> put(measures.addObject(), measure));
    ArrayNode folds = node.putArray("folds");
    result.folds().forEach(fold -> put(folds.addObject(), fold));
    ArrayNode notes = node.putArray("notes");
    result.notes().forEach(notes::add);
  }

  private static void put(ObjectNode node, MeasureSummary m) {
    node.put("name", m.measure().toString());
    node.put("deviation", value(m.deviation()));
    put(node, m.mean(), m.pooled());
    put(node.putArray("folds"), m.values());
  }

  private static void put(ObjectNode node, MetricValue mean, MetricValue pooled) {
    node.put("mean", value(mean.value()));
    put(node, "interval", mean.interval());
    node.put("note", mean.note());
    node.put("pooled", value(pooled.value()));
    put(node, "pooledInterval", pooled.interval());
    node.put("pooledNote", pooled.note());
  }

  private static void put(ArrayNode node, List<OptionalDouble> values) {
    values.forEach(value -> node.add(value(value)));
  }

  private static @Nullable Double value(OptionalDouble value) {
    return value.isEmpty() ? null : Double.valueOf(value.getAsDouble());
  }

  private static void put(ObjectNode node, FoldResult fold) {
    node.put("repeat", fold.place().repeat() + 1);
    node.put("fold", fold.place().fold() + 1);
    node.put("name", fold.place().name());
    node.put("trained", fold.trained());
    node.put("validated", fold.validated());
    node.put("heldOut", fold.heldOut());
    node.put("correct", fold.report().confusion().correct());
    node.put("seconds", fold.seconds());
    node.put("kept", fold.kept());
    node.put("temperature", value(fold.temperature()));
  }

  private static void put(ObjectNode node, NestedSearchResult search) {
    node.put("by", search.by().toString());
    node.put("promised", search.promised());
    node.put("measured", search.measured());
    node.put("optimism", search.optimism());
    node.put("mostChosen", search.mostChosen());
    ArrayNode candidates = node.putArray("candidates");
    search
        .timesChosen()
        .forEach(
            (name, times) ->
                candidates
                    .addObject()
                    .put("name", name)
                    .put("chosen", times)
                    .put("inner", search.inner(name)));
    ArrayNode choices = node.putArray("choices");
    for (NestedChoice choice : search.choices()) {
      choices
          .addObject()
          .put("repeat", choice.place().repeat() + 1)
          .put("fold", choice.place().fold() + 1)
          .put("chosen", choice.chosen())
          .put("promised", choice.promised());
    }
  }

  private static void put(ObjectNode node, PipelineComparison difference) {
    node.put("measure", difference.measure().toString());
    put(node, difference.mean(), difference.pooled());
    node.put("pValue", value(difference.pValue()));
    put(node.putArray("folds"), difference.differences());
  }

  private static void put(ObjectNode node, String name, Optional<Interval> interval) {
    if (interval.isPresent()) {
      node.putArray(name).add(interval.get().low()).add(interval.get().high());
    } else {
      node.putNull(name);
    }
  }
}
