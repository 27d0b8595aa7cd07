package org.graft4j.zoo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.graft4j.data.InputSpecJson;
import org.graft4j.runtime.StrictJson;

/**
 * The schemes of names in which weights are published, out of {@code keymaps.json}: torchvision's,
 * timm's, those of Hugging Face's {@code ResNetForImageClassification}, of Keras Applications, and
 * DL4J's own. A new model needs an entry there and no code.
 *
 * <p>Names and shapes do not tell everything. These weights look like those of the architecture and
 * compute something else; whoever writes their card must know:
 *
 * <ul>
 *   <li>timm's {@code tf_} models (and its other ports of TensorFlow) pad as TensorFlow does and
 *       have batch norms of epsilon 1e-3: they must not be named {@code efficientnet_b0}, {@code
 *       mobilenetv3_small} or {@code mobilenet_v2};
 *   <li>timm's {@code gluon_}, {@code seresnet}, {@code resnet50d} and other variants have names of
 *       their own; those with other pooling ({@code resnetblur}) or activations ({@code
 *       resnet50_gelu}) have the names of plain ones;
 *   <li>Hugging Face's option {@code downsample_in_bottleneck} has the stride elsewhere, {@code
 *       hidden_act} another activation; the published ResNets use neither;
 *   <li>Keras's weights that Keras 1 trained with Theano have their kernels turned around.
 * </ul>
 *
 * <p>A scheme has an {@code input} where its weights were trained with another mean, another std or
 * another order of channels than the architecture's usual pictures have. Only Keras's VGGs were:
 * BGR less the mean, unscaled. Hugging Face's ResNets, torchvision's old DenseNets and nearly all
 * of timm's weights of the architectures here have ImageNet's mean and std in RGB; the sizes and
 * the interpolation before the centre is cut out differ from recipe to recipe. Names do not tell
 * recipes apart: timm's {@code ra4_e3600} ones (there are such of {@code efficientnet_b0} and
 * {@code resnet34}) want values of -1 to 1, so whoever loads them must say so.
 *
 * <p>Each entry: {@code scheme}, {@code architectures}, {@code rules} of {@code torch}, {@code
 * file} and, where values lie otherwise, {@code layout} (and {@code places}); {@code otherwise} is
 * {@code none}, {@code same} or {@code parameter}; {@code lists}, {@code refuse}, {@code
 * normEpsilon} and {@code input} (as {@link InputSpecJson} has it) as {@link KeyMap} says. Unknown
 * keys are errors.
 */
final class KeyMaps {
  private static final String RESOURCE = "keymaps.json";
  private static final int SCHEMA_VERSION = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private KeyMaps() {}

  /** All maps, torchvision's first. */
  static List<KeyMap> all() {
    return Standard.ALL;
  }

  /** Those of an architecture, torchvision's first. */
  static List<KeyMap> of(String architecture) {
    return all().stream().filter(map -> map.isOf(architecture)).toList();
  }

  /**
   * Those of an architecture that a publisher's files may have; torchvision's where the publisher
   * has no names of its own for it, as timm for ResNets.
   *
   * @param publisher say {@code keras}, whose are {@code keras} and {@code keras_2016}
   */
  static List<KeyMap> of(String architecture, String publisher) {
    List<KeyMap> own = maps(architecture, publisher);
    return own.isEmpty() ? maps(architecture, "torchvision") : own;
  }

  private static List<KeyMap> maps(String architecture, String publisher) {
    return of(architecture).stream()
        .filter(map -> map.scheme().equals(publisher) || map.scheme().startsWith(publisher + "_"))
        .toList();
  }

  /**
   * Reads maps.
   *
   * @param place named in messages
   * @throws IllegalArgumentException if they are not of this form; the message has the place
   */
  static List<KeyMap> read(String place, JsonNode node) {
    StrictJson root = new StrictJson(place, node);
    if (root.integer("schemaVersion") != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          root.path("schemaVersion") + " must be 1, but was " + root.integer("schemaVersion"));
    }
    List<KeyMap> maps = root.objects("maps").stream().map(KeyMaps::map).toList();
    root.requireNothingElse();
    return maps;
  }

  private static KeyMap map(StrictJson json) {
    Map<String, Map<String, String>> lists = new LinkedHashMap<>();
    if (json.has("lists")) {
      StrictJson named = json.object("lists");
      json.any("lists")
          .fieldNames()
          .forEachRemaining(name -> lists.put(name, named.object(name).textMap()));
      named.requireNothingElse();
    }
    List<NameRule> rules = new ArrayList<>();
    if (json.has("rules")) {
      json.objects("rules").forEach(rule -> rules.add(rule(rule)));
    }
    KeyMap map =
        new KeyMap(
            json.text("scheme"),
            Set.copyOf(json.texts("architectures")),
            lists,
            rules,
            option(json, "otherwise", KeyMap.Otherwise.class, KeyMap.Otherwise.NONE),
            json.has("refuse") ? Optional.of(json.text("refuse")) : Optional.empty(),
            json.has("normEpsilon")
                ? Optional.of(Double.valueOf(json.text("normEpsilon")))
                : Optional.empty(),
            json.has("input")
                ? Optional.of(InputSpecJson.read(json.object("input")))
                : Optional.empty());
    json.requireNothingElse();
    return map;
  }

  private static NameRule rule(StrictJson json) {
    List<Long> places = new ArrayList<>();
    if (json.has("places")) {
      json.numbers("places").forEach(side -> places.add(side.longValue()));
    }
    NameRule rule =
        NameRule.of(
            json.text("torch"),
            json.text("file"),
            option(json, "layout", FileLayout.class, FileLayout.SAME),
            places);
    json.requireNothingElse();
    return rule;
  }

  private static <E extends Enum<E>> E option(
      StrictJson json, String key, Class<E> type, E standard) {
    return json.has(key) ? Enum.valueOf(type, json.text(key).toUpperCase(Locale.ROOT)) : standard;
  }

  /** Read once, when first asked for. */
  private static final class Standard {
    static final List<KeyMap> ALL = load();

    private static List<KeyMap> load() {
      try (InputStream in = Objects.requireNonNull(KeyMaps.class.getResourceAsStream(RESOURCE))) {
        return read(RESOURCE, MAPPER.readTree(in));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
