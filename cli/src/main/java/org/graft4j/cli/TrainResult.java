package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;

/**
 * What {@code train} prints.
 *
 * @param pictures that could be read, of all parts
 * @param cache empty for none
 */
record TrainResult(
    TrainOutcome outcome,
    TrainingPipeline pipeline,
    LeakCheck leak,
    Path model,
    int pictures,
    Optional<FeatureCache> cache) {

  /** For a person. */
  List<String> lines() {
    return List.of(Reports.line(outcome.report(), leak.leak()), "model: " + model);
  }

  /** For a program. */
  ObjectNode json() throws IOException {
    ObjectNode node = JsonResult.of(1);
    node.put("finished", true);
    node.set("report", JsonResult.tree(outcome.report().toJson()));
    node.put("model", model.toString());
    node.put("plan", pipeline.plan().toString());
    node.put("epochs", outcome.result().history().size());
    outcome.decision().ifPresent(fit -> FittedDecision.write(fit, node.putObject("decision")));
    node.set("leak", leak.json());
    node.put("seconds", outcome.seconds());
    node.put("pictures", pictures);
    cache.ifPresent(c -> node.set("cache", CacheOptions.json(c)));
    return node;
  }

  /** For a program, of a run that was asked to stop before its end. */
  static ObjectNode unfinished() {
    return JsonResult.of(1).put("finished", false);
  }

  /** Epochs take the views in turn: a stage of few of them gets to see few. */
  static List<String> fewerViews(TrainingPipeline pipeline, Backbone backbone) {
    Integer views = pipeline.views();
    if (views == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (pipeline.plan() == PlanName.FULL) {
      lines.add("--views changes nothing with --plan full: each epoch draws anew");
    }
    for (Stage stage : pipeline.stages(backbone).stages()) {
      if (stage.scope() instanceof Scope.HeadOnly && stage.epochs() < views) {
        lines.add(
            "of --views "
                + views
                + " stage '"
                + stage.name()
                + "' sees "
                + stage.epochs()
                + ": it has no more epochs");
      }
    }
    return lines;
  }
}
