package org.graft4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.augment.generate.GanResult;
import org.graft4j.augment.generate.GanSettings;
import org.graft4j.augment.generate.GenerationDistance;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.Arithmetic;
import org.graft4j.runtime.RuntimeInfo;

/**
 * Where generated pictures come from, for {@code generated.json}.
 *
 * @param items what the network learned from
 * @param head who judges
 * @param learning how the folder is divided where it is not
 */
record GenerationFacts(
    ImageFolder folder,
    List<ImageItem> items,
    Backbone judge,
    String head,
    LearningOptions learning) {

  Map<String, String> of(GanResult result, GanSettings settings, GenerationDistance distance)
      throws IOException {
    Map<String, String> facts = new TreeMap<>(Arithmetic.of().facts());
    facts.put("graft4j", RuntimeInfo.graft4jVersion());
    facts.put("data", folder.digest());
    facts.put(
        "division",
        folder.givenSplit().isPresent()
            ? "train/ of the data"
            : String.join(" ", learning.words()));
    facts.put("learnedFrom", items.size() + " pictures, " + new ItemDigests().of(items));
    facts.put("size", Integer.toString(settings.size()));
    facts.put("steps", result.keptStep() + " of " + settings.steps());
    facts.put("learningRate", Double.toString(settings.learningRate()));
    facts.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    if (!result.message().isEmpty()) {
      facts.put("message", result.message());
    }
    facts.put("judge", head);
    judge.card().ifPresent(card -> facts.put("weights", card.sha256()));
    facts.put("frechetDistance", distance.generated().toString());
    facts.put("frechetDistanceOfReal", distance.real().toString());
    facts.put(GenerationVerdicts.PICTURES + ": verdict", "not measured");
    return facts;
  }

  /** Where the pictures may go, so that no model is measured on what it was trained with. */
  static String howToTrain(ImageFolder folder) {
    return folder.givenSplit().isPresent()
        ? "to train with them, copy CLASS/generated into train/CLASS, and into no other part"
        : "to train with them, divide the data into train/ and test/ folders first, generate anew"
            + " from that, and copy CLASS/generated into train/CLASS, and into no other part";
  }
}
