package org.graft4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchMixing;
import org.graft4j.runtime.InputFile;
import org.graft4j.runtime.NearestName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Ways to train written as {@code plan=full lr=0.01}, each a change of what the options say. */
final class PipelineTexts {
  private static final List<String> OWN_KEYS =
      List.of("name", "plan", "lr", "epochs", "augment", "views", "batch", "mix");

  /** Each is trained in every inner fold of every outer one. */
  private static final int MOST = 64;

  private static final long LONGEST_FILE = 1 << 16;

  private PipelineTexts() {}

  /** A way to train and what it is called. */
  record Named(String name, TrainingPipeline pipeline) {}

  /**
   * Reads one.
   *
   * @param option for messages, say {@code --candidate}
   * @param base what is not written
   */
  static Named parse(String option, String text, TrainingPipeline base) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw new WrongValue(
            option + " must be words such as plan=full lr=0.01, but was '" + text + "'");
      }
      if (values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw new WrongValue(option + " must say each thing once, but was '" + text + "'");
      }
    }
    return named(option, values, base);
  }

  /**
   * Reads a grid: a JSON object of lists, of which all combinations are meant, the last key
   * changing fastest.
   */
  static List<Named> grid(Path file, TrainingPipeline base) throws IOException {
    InputFile.require(file, "a JSON file");
    if (Files.size(file) > LONGEST_FILE) {
      throw new IOException(
          file + " must be a small JSON file, but has " + Files.size(file) + " bytes");
    }
    List<Map<String, String>> combinations = new ArrayList<>(List.of(Map.of()));
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (!root.isObject() || root.isEmpty()) {
        throw new IOException(
            file + " must be an object such as {\"lr\":[0.01,0.03]}, but was " + root);
      }
      for (Map.Entry<String, JsonNode> entry : root.properties()) {
        combinations = times(file, combinations, entry.getKey(), entry.getValue());
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          file
              + ", line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": there must be an object of JSON such as {\"lr\":[0.01,0.03]}, but it ends too early"
              + " or is none",
          e);
    }
    List<Named> named = new ArrayList<>();
    for (Map<String, String> values : combinations) {
      named.add(named(file.toString(), values, base));
    }
    return named;
  }

  private static List<Map<String, String>> times(
      Path file, List<Map<String, String>> before, String key, JsonNode values) throws IOException {
    if (key.equals("name") || !values.isArray() || values.isEmpty()) {
      throw new IOException(file + ": '" + key + "' must be a list of values, but was " + values);
    }
    if ((long) before.size() * values.size() > MOST) {
      throw new IOException(file + " must be of " + MOST + " combinations at most, but has more");
    }
    List<Map<String, String>> all = new ArrayList<>();
    for (Map<String, String> one : before) {
      for (JsonNode value : values) {
        Map<String, String> more = new LinkedHashMap<>(one);
        more.put(key, value.asText());
        all.add(more);
      }
    }
    return all;
  }

  private static Named named(String option, Map<String, String> values, TrainingPipeline base)
      throws IOException {
    List<String> keys = new ArrayList<>(OWN_KEYS);
    keys.addAll(TuningOptions.keys());
    Map<String, String> tuning = new LinkedHashMap<>(base.tuning().words());
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!keys.contains(value.getKey())) {
        throw new WrongValue(option + ": " + NearestName.unknown("key", value.getKey(), keys));
      }
      if (!OWN_KEYS.contains(value.getKey())) {
        tuning.put(value.getKey(), value.getValue());
      }
    }
    String given = values.get("augment");
    String augment = given == null ? base.augment() : given;
    Augmentation augmentation = given == null ? base.augmentation() : AugmentOption.read(given);
    TrainingPipeline pipeline =
        new TrainingPipeline(
            plan(option, values.get("plan"), base.plan()),
            whole(option, "epochs", values.get("epochs"), base.epochs()),
            rate(option, values.get("lr"), base.rate()),
            augment,
            augmentation,
            views(option, values, augmentation, base),
            mixing(option, values.get("mix"), base.mixing()),
            batch(option, values.get("batch"), base.batch()),
            TuningOptions.of(option, tuning));
    String name = values.get("name");
    return new Named(name == null || name.isBlank() ? pipeline.describe() : name, pipeline);
  }

  private static PlanName plan(String option, @Nullable String text, PlanName base) {
    try {
      return text == null ? base : new PlanName.Converter().convert(text);
    } catch (TypeConversionException e) {
      throw new WrongValue("plan of " + option + " " + e.getMessage());
    }
  }

  private static BatchMixing mixing(String option, @Nullable String text, BatchMixing base) {
    try {
      return text == null ? base : new MixOption.Converter().convert(text);
    } catch (TypeConversionException e) {
      throw new WrongValue("mix of " + option + " " + e.getMessage());
    }
  }

  /** The option's views are of its augmentation. */
  private static @Nullable Integer views(
      String option, Map<String, String> values, Augmentation augmentation, TrainingPipeline base) {
    return whole(option, "views", values.get("views"), augmentation.isNone() ? null : base.views());
  }

  private static int batch(String option, @Nullable String text, int base) {
    Integer batch = whole(option, "batch", text, base);
    return batch == null ? base : batch;
  }

  private static @Nullable Integer whole(
      String option, String key, @Nullable String text, @Nullable Integer base) {
    if (text == null) {
      return base;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new WrongValue(
          key + " of " + option + " must be a whole number, but was '" + text + "'");
    }
    return Integer.valueOf(text);
  }

  private static @Nullable Double rate(
      String option, @Nullable String text, @Nullable Double base) {
    if (text == null) {
      return base;
    }
    if (!text.matches("\\d*\\.?\\d+([eE][-+]?\\d+)?")) {
      throw new WrongValue("lr of " + option + " must be a number, but was '" + text + "'");
    }
    return Double.valueOf(text);
  }
}
