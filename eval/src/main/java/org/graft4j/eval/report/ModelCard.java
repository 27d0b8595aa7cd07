package org.graft4j.eval.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.graft4j.runtime.NearestName;

/**
 * What only the maker of a model can say of it (Mitchell et al. 2019, "Model cards for model
 * reporting", arXiv 1810.03993); the rest of the card comes from the run's facts and numbers.
 * Immutable.
 *
 * @param intendedUse what the model is for, and for whom
 * @param outOfScope what it must not be used for
 * @param ethics who may be harmed, and what was done about it
 * @param caveats what else to know before relying on it
 */
public record ModelCard(
    Optional<String> intendedUse,
    Optional<String> outOfScope,
    Optional<String> ethics,
    Optional<String> caveats) {

  private static final String PREFIX = "card.";
  private static final long LONGEST = 1 << 16;

  /** A key that comes twice, or anything behind the object, is a mistake. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How one of the four is read and set. */
  private record Field(
      Function<ModelCard, Optional<String>> of, BiFunction<ModelCard, String, ModelCard> with) {}

  private static final Map<String, Field> FIELDS = fields();

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("intendedUse", new Field(ModelCard::intendedUse, ModelCard::withIntendedUse));
    fields.put("outOfScope", new Field(ModelCard::outOfScope, ModelCard::withOutOfScope));
    fields.put("ethics", new Field(ModelCard::ethics, ModelCard::withEthics));
    fields.put("caveats", new Field(ModelCard::caveats, ModelCard::withCaveats));
    return Collections.unmodifiableMap(fields);
  }

  /** The card of a model whose maker said nothing: it says so. */
  public static final ModelCard UNSTATED =
      new ModelCard(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The same card with the intended use. */
  public ModelCard withIntendedUse(String text) {
    return new ModelCard(Optional.of(text), outOfScope, ethics, caveats);
  }

  /** The same card with what the model must not be used for. */
  public ModelCard withOutOfScope(String text) {
    return new ModelCard(intendedUse, Optional.of(text), ethics, caveats);
  }

  /** The same card with who may be harmed, and what was done about it. */
  public ModelCard withEthics(String text) {
    return new ModelCard(intendedUse, outOfScope, Optional.of(text), caveats);
  }

  /** The same card with what else to know. */
  public ModelCard withCaveats(String text) {
    return new ModelCard(intendedUse, outOfScope, ethics, Optional.of(text));
  }

  /**
   * The card among a model's facts, where it travels with the model: {@code card.intendedUse} and
   * so on, for what is stated.
   */
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    FIELDS.forEach(
        (name, field) -> field.of().apply(this).ifPresent(t -> facts.put(PREFIX + name, t)));
    return facts;
  }

  /** The card that {@link #facts} put among those of a model; what is not there is unstated. */
  public static ModelCard ofFacts(Map<String, String> facts) {
    ModelCard card = UNSTATED;
    for (Map.Entry<String, Field> field : FIELDS.entrySet()) {
      String text = facts.get(PREFIX + field.getKey());
      card = text == null ? card : field.getValue().with().apply(card, text);
    }
    return card;
  }

  /**
   * Reads a JSON object of the four texts, each of which may be missing.
   *
   * @throws IOException if the file cannot be read, is longer than 64 KiB, or holds anything else
   */
  public static ModelCard read(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new IOException(
          file
              + " must be a model card of at most "
              + LONGEST
              + " bytes, but has "
              + Files.size(file));
    }
    JsonNode root;
    try {
      root = STRICT.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " must be JSON: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " must be UTF-8 text", e);
    }
    if (!root.isObject() || root.isEmpty()) {
      throw new IOException(file + " must be a JSON object of " + FIELDS.keySet());
    }
    ModelCard card = UNSTATED;
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      Field field = FIELDS.get(entry.getKey());
      if (field == null) {
        throw new IOException(
            file + ": " + NearestName.unknown("entry", entry.getKey(), FIELDS.keySet()));
      }
      if (!entry.getValue().isTextual() || entry.getValue().textValue().isBlank()) {
        throw new IOException(
            file + ": '" + entry.getKey() + "' must be a text, but was " + entry.getValue());
      }
      card = field.with().apply(card, entry.getValue().textValue().strip());
    }
    return card;
  }
}
