package org.graft4j.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft4j.runtime.StrictJson;

/**
 * The one form in which an {@link InputSpec} is written down, in bundles, weights cards and output:
 *
 * <pre>{@code
 * {"height": 224, "width": 224, "resize": {"rule": "shorter-side", "size": 256},
 *  "interpolation": "bilinear", "channels": "RGB", "mean": [...], "std": [...]}
 * }</pre>
 *
 * The other rule is {@code {"rule": "squash"}}. A missing {@code interpolation} is bilinear: the
 * files of before there was a choice.
 */
public final class InputSpecJson {
  private static final String SHORTER_SIDE = "shorter-side";
  private static final String SQUASH = "squash";

  private InputSpecJson() {}

  /** Adds the spec's keys to an object. */
  public static ObjectNode write(InputSpec spec, ObjectNode node) {
    node.put("height", spec.height()).put("width", spec.width());
    ObjectNode resize = node.putObject("resize");
    if (spec.resize() instanceof ResizeRule.ShorterSide shorter) {
      resize.put("rule", SHORTER_SIDE).put("size", shorter.size());
    } else {
      resize.put("rule", SQUASH);
    }
    node.put("interpolation", spec.interpolation().name().toLowerCase(Locale.ROOT));
    node.put("channels", spec.channels().name());
    spec.mean().forEach(node.putArray("mean")::add);
    spec.std().forEach(node.putArray("std")::add);
    return node;
  }

  /**
   * Reads a spec.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or has a value that is not
   *     allowed; the message has its path
   */
  public static InputSpec read(StrictJson node) {
    InputSpec spec =
        new InputSpec(
            node.integer("height"),
            node.integer("width"),
            rule(node.object("resize")),
            node.has("interpolation")
                ? constant(node, "interpolation", Interpolation.values(), true)
                : Interpolation.BILINEAR,
            constant(node, "channels", InputSpec.ChannelOrder.values(), false),
            node.numbers("mean"),
            node.numbers("std"));
    node.requireNothingElse();
    return spec;
  }

  private static ResizeRule rule(StrictJson resize) {
    String name = resize.text("rule");
    ResizeRule rule =
        switch (name) {
          case SHORTER_SIDE -> new ResizeRule.ShorterSide(resize.integer("size"));
          case SQUASH -> new ResizeRule.Squash();
          default ->
              throw new IllegalArgumentException(
                  resize.path("rule")
                      + " must be '"
                      + SHORTER_SIDE
                      + "' or '"
                      + SQUASH
                      + "', but was '"
                      + name
                      + "'");
        };
    resize.requireNothingElse();
    return rule;
  }

  private static <E extends Enum<E>> E constant(
      StrictJson node, String key, E[] values, boolean lowerCase) {
    String text = node.text(key);
    List<String> names =
        Arrays.stream(values)
            .map(v -> lowerCase ? v.name().toLowerCase(Locale.ROOT) : v.name())
            .toList();
    if (!names.contains(text)) {
      throw new IllegalArgumentException(
          node.path(key) + " must be one of " + names + ", but was '" + text + "'");
    }
    return values[names.indexOf(text)];
  }
}
