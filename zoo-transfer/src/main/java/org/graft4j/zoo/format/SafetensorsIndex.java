package org.graft4j.zoo.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code model.safetensors.index.json}: which tensor lies in which shard of the same folder.
 *
 * <p>A shard is named by a plain file name, so that an index never leads out of its folder. The
 * index and the shards must name the same tensors.
 */
final class SafetensorsIndex {
  private static final long LONGEST_INDEX = 100_000_000;
  private static final int MOST_SHARDS = 1000;
  private static final Pattern SHARD_NAME = Pattern.compile("[\\w][\\w.-]{0,200}\\.safetensors");

  private SafetensorsIndex() {}

  /** Opens the shards, adding each to the sources, for the caller to close. */
  static WeightsContent read(WeightsSource index, List<WeightsSource> sources) throws IOException {
    Map<String, String> shardOf = weightMap(index);
    SortedMap<String, WeightsContent> shards = new TreeMap<>();
    for (String shard : new TreeMap<>(inverse(index, shardOf)).keySet()) {
      Path file = index.file().resolveSibling(shard);
      if (!Files.exists(file)) {
        throw index.refuse("names the shard " + shard + ", which is not beside it", "fetch it too");
      }
      WeightsSource source = WeightsSource.open(file);
      sources.add(source);
      shards.put(shard, SafetensorsReader.read(source));
    }
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, WeightsContent> shard : shards.entrySet()) {
      for (WeightTensor tensor : shard.getValue().tensors().values()) {
        if (!shard.getKey().equals(shardOf.get(tensor.name()))) {
          throw mismatch(index, tensor.name(), shard.getKey());
        }
        tensors.put(tensor.name(), tensor);
      }
      shard.getValue().metadata().forEach(metadata::putIfAbsent);
    }
    for (Map.Entry<String, String> entry : shardOf.entrySet()) {
      if (!tensors.containsKey(entry.getKey())) {
        throw mismatch(index, entry.getKey(), entry.getValue());
      }
    }
    return new WeightsContent(tensors, metadata);
  }

  private static Map<String, String> inverse(WeightsSource index, Map<String, String> shardOf)
      throws WeightsFormatException {
    Map<String, String> inverse = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : shardOf.entrySet()) {
      inverse.put(entry.getValue(), entry.getKey());
      if (!SHARD_NAME.matcher(entry.getValue()).matches() || inverse.size() > MOST_SHARDS) {
        throw index.refuse(
            String.format(
                Locale.ROOT,
                "names the shard %s, which is no plain name of a safetensors file, or one of too many",
                WeightsFormatException.quote(entry.getValue())),
            "put the shards beside the index, under names like model-00001-of-00002.safetensors");
      }
    }
    return inverse;
  }

  private static Map<String, String> weightMap(WeightsSource index) throws IOException {
    if (index.length() > LONGEST_INDEX) {
      throw index.refuse("is longer than an index can be, " + index.length() + " bytes");
    }
    Map<String, String> shardOf = new LinkedHashMap<>();
    try (InputStream in = index.open(0);
        JsonParser json = HeaderJson.parser(in)) {
      json.nextToken();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        boolean isMap = json.nextToken() == JsonToken.START_OBJECT && field.equals("weight_map");
        if (!isMap) {
          json.skipChildren();
          continue;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          if (shardOf.put(name, json.getValueAsString("")) != null) {
            throw index.refuse("names a tensor twice: " + WeightsFormatException.quote(name));
          }
        }
      }
    } catch (JsonProcessingException | CharacterCodingException damaged) {
      throw index.refuse("is no valid JSON index of safetensors");
    }
    if (shardOf.isEmpty()) {
      throw index.refuse("has no weight_map, so it is no index of safetensors");
    }
    return shardOf;
  }

  private static WeightsFormatException mismatch(WeightsSource index, String name, String shard) {
    return index.refuse(
        String.format(
            Locale.ROOT,
            "disagrees with shard %s about tensor %s",
            shard,
            WeightsFormatException.quote(name)));
  }
}
