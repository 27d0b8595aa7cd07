package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.eval.Interval;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.FoldResult;
import org.graft4j.eval.resample.MeasureSummary;
import org.graft4j.eval.resample.NestedChoice;
import org.graft4j.eval.resample.NestedSearchResult;
import org.graft4j.eval.resample.PipelineComparison;

/** The result of a cross-validation for a machine. */
final class CvJson {
  private static final int VERSION = 1;

  private CvJson() {}

  /**
   * One JSON object.
   *
   * @param predictions files that were written
   */
  static String of(CvOutcome outcome, double seconds, List<Path> predictions) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("schemaVersion", VERSION);
    node.put("pipeline", outcome.pipeline());
    node.put("seconds", seconds);
    put(node, outcome.result());
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
    node.put("mean", m.mean());
    node.put("deviation", m.deviation());
    put(node.putArray("interval"), m.interval());
    node.put("pooled", m.pooled());
    if (m.pooledInterval().isPresent()) {
      put(node.putArray("pooledInterval"), m.pooledInterval().get());
    } else {
      node.putNull("pooledInterval");
    }
    ArrayNode values = node.putArray("folds");
    m.values().forEach(values::add);
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
    node.put("mean", difference.mean());
    put(node.putArray("interval"), difference.interval());
    if (difference.pValue().isPresent()) {
      node.put("pValue", difference.pValue().getAsDouble());
    } else {
      node.putNull("pValue");
    }
    node.put("pooled", difference.pooled());
    if (difference.pooledInterval().isPresent()) {
      put(node.putArray("pooledInterval"), difference.pooledInterval().get());
    } else {
      node.putNull("pooledInterval");
    }
    ArrayNode folds = node.putArray("folds");
    difference.differences().forEach(folds::add);
  }

  private static void put(ArrayNode node, Interval interval) {
    node.add(interval.low()).add(interval.high());
  }
}
