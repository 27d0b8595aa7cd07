package org.graft4j.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ItemDigest;
import org.graft4j.model.Backbone;

/** What decides a run's result, as named plain values: its provenance, and what a resume checks. */
final class RunFacts {
  private RunFacts() {}

  static Map<String, String> of(Backbone backbone, FineTuneSettings settings, DatasetSplit split)
      throws IOException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("backbone", backbone.card().map(card -> card.id()).orElse(backbone.architecture()));
    facts.put("weights", backbone.card().map(card -> card.sha256()).orElse("random or the user's"));
    facts.put("features", backbone.featureVertex());
    facts.put("input", backbone.input().toString());
    facts.put("head", settings.head().toString());
    facts.put("plan", settings.plan().toString());
    facts.put("augmentation", settings.augmentation().toString());
    facts.put("views", Integer.toString(settings.views()));
    facts.put("optimizer", settings.optimizer().toString());
    facts.put("schedule", settings.schedule().toString());
    facts.put("batch", Integer.toString(settings.batchSize()));
    facts.put("labelSmoothing", Double.toString(settings.labelSmoothing()));
    facts.put("batchNorm", settings.batchNorm().name().toLowerCase(Locale.ROOT));
    facts.put("earlyStopping", settings.earlyStopping().map(Object::toString).orElse("none"));
    facts.put("seed", Long.toString(settings.seed().value()));
    facts.put("train", split.train().size() + " pictures, " + ItemDigest.of(split.train()));
    facts.put(
        "validation",
        split.validation().size() + " pictures, " + ItemDigest.of(split.validation()));
    return facts;
  }

  /**
   * Checks that a stored run is this run.
   *
   * @throws IllegalArgumentException naming every setting that differs, with both values
   */
  static void requireSame(Map<String, String> stored, Map<String, String> now) {
    List<String> differences = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          String old = stored.getOrDefault(name, "not set");
          if (!old.equals(value)) {
            differences.add(name + " was " + old + ", but is " + value);
          }
        });
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot resume another run: "
              + String.join("; ", differences)
              + ". Use the settings of the interrupted run, or start again without resuming");
    }
  }
}
