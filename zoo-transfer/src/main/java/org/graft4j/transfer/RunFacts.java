package org.graft4j.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ItemDigests;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.Arithmetic;
import org.graft4j.runtime.Sha256;

/** What decides a run's result, as named plain values: its provenance, and what a resume checks. */
final class RunFacts {
  private static final int CHUNK = 1 << 13;

  private static final String OTHER_SETTINGS =
      ". Use the settings of the interrupted run (to train in portions keep --epochs and use"
          + " --stop-after), or start again without resuming";
  private static final String OTHER_VERSION =
      ". What is set on one side alone shows another version of Graft4J: finish the run with the"
          + " version that began it, or delete the checkpoint and start again";

  /** Characters of a value in a message. */
  private static final int SHOWN = 80;

  private RunFacts() {}

  static Map<String, String> of(
      Backbone backbone, FineTuneSettings settings, DatasetSplit split, ItemDigests digests)
      throws IOException {
    Map<String, String> facts = new TreeMap<>(Arithmetic.of().facts());
    facts.put("backbone", backbone.card().map(card -> card.id()).orElse(backbone.architecture()));
    facts.put(
        "weights",
        backbone.card().map(card -> card.sha256()).orElseGet(() -> digest(backbone.graph())));
    facts.put("features", backbone.featureVertex());
    facts.put("input", backbone.input().toString());
    // The weights above are the whole model's then, its head's among them.
    String begun = settings.start().isPresent() ? ", begun with a trained model's weights" : "";
    facts.put("head", settings.head() + begun);
    facts.put("plan", settings.plan().toString());
    facts.put("augmentation", settings.augmentation().describe());
    facts.put("mixing", settings.mixing().describe());
    facts.put("views", Integer.toString(settings.views()));
    facts.put("featurePrecision", settings.precision().name().toLowerCase(Locale.ROOT));
    facts.put("optimizer", settings.optimizer().toString());
    facts.put("schedule", settings.schedule().toString());
    facts.put("batch", Integer.toString(settings.batchSize()));
    facts.put("sampling", settings.sampling().toString());
    facts.put("loss", settings.loss().describe());
    facts.put(
        "methods",
        settings.methods().isEmpty()
            ? "none"
            : settings.methods().stream()
                .map(TransferMethod::describe)
                .collect(Collectors.joining("; ")));
    facts.put("gradients", settings.gradients().toString());
    facts.put("averaging", settings.averaging().toString());
    facts.put("batchNorm", settings.batchNorm().describe());
    facts.put("earlyStopping", settings.earlyStopping().map(Object::toString).orElse("none"));
    facts.put("seed", Long.toString(settings.seed().value()));
    facts.put("viewSeed", Long.toString(settings.viewSeed().value()));
    facts.put("train", split.train().size() + " pictures, " + digests.of(split.train()));
    facts.put(
        "validation", split.validation().size() + " pictures, " + digests.of(split.validation()));
    return facts;
  }

  /** Random weights and those of the user's own graph have no card: what they are tells them. */
  private static String digest(ComputationGraph graph) {
    MessageDigest sha256 = Sha256.digest();
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              sha256.update(name.getBytes(StandardCharsets.UTF_8));
              double[] numbers = values.dup('c').data().asDouble();
              ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES);
              for (int from = 0; from < numbers.length; from += CHUNK) {
                int count = Math.min(CHUNK, numbers.length - from);
                bytes.clear().asDoubleBuffer().put(numbers, from, count);
                sha256.update(bytes.array(), 0, count * Double.BYTES);
              }
            });
    return Sha256.hex(sha256);
  }

  /**
   * Checks that a stored run is this run.
   *
   * @throws IllegalArgumentException naming every setting that differs, with both values
   */
  static void requireSame(Map<String, String> stored, Map<String, String> now) {
    Set<String> names = new TreeSet<>(stored.keySet());
    names.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    boolean otherVersion = !stored.keySet().equals(now.keySet());
    for (String name : names) {
      if (!Objects.equals(stored.get(name), now.get(name))) {
        String was = value(stored, name);
        String is = value(now, name);
        int common = common(was, is);
        differences.add(name + " was " + around(was, common) + ", but is " + around(is, common));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot resume another run: "
              + String.join("; ", differences)
              + (otherVersion ? OTHER_VERSION : OTHER_SETTINGS));
    }
  }

  /** How many characters two values begin with alike. */
  private static int common(String one, String other) {
    int end = Math.min(one.length(), other.length());
    int at = 0;
    while (at < end && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  /**
   * What can be read at a glance: augmentations and plans are records of hundreds of characters.
   */
  private static String around(String value, int difference) {
    if (value.length() <= SHOWN) {
      return value;
    }
    int from = Math.max(0, Math.min(difference - SHOWN / 3, value.length() - SHOWN));
    int to = from + SHOWN;
    return (from > 0 ? "…" : "") + value.substring(from, to) + (to < value.length() ? "…" : "");
  }

  private static String value(Map<String, String> facts, String name) {
    return facts.getOrDefault(name, "not set");
  }
}
