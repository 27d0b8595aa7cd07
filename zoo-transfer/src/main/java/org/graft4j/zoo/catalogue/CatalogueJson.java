package org.graft4j.zoo.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpecJson;
import org.graft4j.runtime.StrictJson;
import org.graft4j.zoo.download.PublishedDigest;
import org.graft4j.zoo.download.PublishedSize;
import org.graft4j.zoo.download.RemoteFile;

/**
 * A catalogue as JSON: {@code inputs}, named preparations of pictures, and {@code cards} that refer
 * to them, or have one of their own. Unknown and missing keys are errors.
 */
final class CatalogueJson {
  private static final int SCHEMA_VERSION = 1;
  private static final int MOST_BYTES = 4 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Sizes in MiB are decimal numbers, not the nearest double.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private CatalogueJson() {}

  static List<CatalogueCard> read(String name, InputStream json) throws IOException {
    byte[] bytes = json.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new CatalogueException(name + " must be at most 4 MB, but is larger");
    }
    try {
      return cards(new StrictJson("catalogue", MAPPER.readTree(bytes)));
    } catch (JsonProcessingException e) {
      throw new CatalogueException(
          name + " is no catalogue: " + PlainText.quoted(e.getOriginalMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new CatalogueException(name + " is no catalogue: " + e.getMessage(), e);
    }
  }

  private static List<CatalogueCard> cards(StrictJson root) {
    int version = root.integer("schemaVersion");
    if (version != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          root.path("schemaVersion") + " must be 1, but was " + version + ": update Graft4J");
    }
    Map<String, InputSpec> inputs = new HashMap<>();
    if (root.has("inputs")) {
      StrictJson named = root.object("inputs");
      for (Map.Entry<String, JsonNode> input : root.any("inputs").properties()) {
        inputs.put(input.getKey(), InputSpecJson.read(named.object(input.getKey())));
      }
    }
    List<CatalogueCard> cards = new ArrayList<>();
    for (StrictJson card : root.objects("cards")) {
      cards.add(card(card, inputs));
    }
    root.requireNothingElse();
    return cards;
  }

  private static CatalogueCard card(StrictJson json, Map<String, InputSpec> inputs) {
    CatalogueCard card;
    try {
      card =
          new CatalogueCard(
              json.text("id"),
              json.text("architecture"),
              json.has("upTo") ? Optional.of(json.text("upTo")) : Optional.empty(),
              new RemoteFile(urls(json), digest(json), size(json)),
              json.text("licence"),
              json.text("source"),
              json.has("classes") ? Optional.of(classes(json.object("classes"))) : Optional.empty(),
              input(json, inputs),
              keys(json),
              json.has("accuracy")
                  ? Optional.of(accuracy(json.object("accuracy")))
                  : Optional.empty());
    } catch (IllegalArgumentException e) {
      String place = json.path("");
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(place)
          ? e
          : new IllegalArgumentException(
              place.substring(0, place.length() - 1) + ": " + message, e);
    }
    json.requireNothingElse();
    return card;
  }

  private static List<URI> urls(StrictJson json) {
    return json.texts("urls").stream().map(URI::create).toList();
  }

  private static PublishedDigest digest(StrictJson json) {
    if (json.has("sha256") && json.has("sha256Prefix")) {
      throw new IllegalArgumentException("sha256 and sha256Prefix must not both be there");
    }
    return json.has("sha256Prefix")
        ? new PublishedDigest.First(json.text("sha256Prefix"))
        : new PublishedDigest.Whole(json.text("sha256"));
  }

  private static PublishedSize size(StrictJson json) {
    if (json.has("bytes") && json.has("mebibytes")) {
      throw new IllegalArgumentException("bytes and mebibytes must not both be there");
    }
    if (!json.has("mebibytes")) {
      return PublishedSize.ofBytes(json.longInteger("bytes"));
    }
    JsonNode mebibytes = json.any("mebibytes");
    if (!mebibytes.isNumber()) {
      throw new IllegalArgumentException("mebibytes must be a number, but was " + mebibytes);
    }
    return PublishedSize.ofMebibytes(mebibytes.decimalValue());
  }

  private static InputSpec input(StrictJson json, Map<String, InputSpec> inputs) {
    if (!json.any("input").isTextual()) {
      return InputSpecJson.read(json.object("input"));
    }
    InputSpec input = inputs.get(json.text("input"));
    if (input == null) {
      throw new IllegalArgumentException(
          "input must be one of "
              + new TreeSet<>(inputs.keySet())
              + " or an object, but was "
              + json.any("input"));
    }
    return input;
  }

  private static KeyNaming keys(StrictJson json) {
    String text = json.text("keys");
    for (KeyNaming naming : KeyNaming.values()) {
      if (naming.toString().equals(text)) {
        return naming;
      }
    }
    throw new IllegalArgumentException(
        "keys must be one of " + List.of(KeyNaming.values()) + ", but was " + json.any("keys"));
  }

  private static SourceClasses classes(StrictJson json) {
    SourceClasses classes = new SourceClasses(json.text("set"), json.integer("number"));
    json.requireNothingElse();
    return classes;
  }

  private static PublishedAccuracy accuracy(StrictJson json) {
    PublishedAccuracy accuracy =
        new PublishedAccuracy(
            number(json, "top1"), number(json, "top5"), json.text("on"), json.text("source"));
    json.requireNothingElse();
    return accuracy;
  }

  private static double number(StrictJson json, String key) {
    JsonNode value = json.any(key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(json.path(key) + " must be a number, but was " + value);
    }
    return value.doubleValue();
  }
}
