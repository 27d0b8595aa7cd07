package org.graft4j.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.graft4j.augment.AugmentationFile;
import org.graft4j.augment.Augmentations;
import org.graft4j.augment.Transform;
import org.graft4j.augment.Transforms;
import org.graft4j.data.Augmentation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code augment list}. */
@Command(
    name = "list",
    description = "Lists the ready policies, and what policies of one's own can be made of.",
    mixinStandardHelpOptions = true)
final class AugmentListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    // Numbers as the file has them, which Java's own text of a double need not be.
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    ObjectNode policies = mapper.createObjectNode();
    for (String name : Augmentations.names()) {
      policies.set(name, tree(mapper, Augmentations.named(name)));
    }
    ObjectNode transforms = mapper.createObjectNode();
    for (Map.Entry<String, Transform> prototype : Transforms.all().entrySet()) {
      transforms.set(prototype.getKey(), tree(mapper, prototype.getValue()));
    }
    if (json) {
      ObjectNode all = JsonResult.of(1);
      all.set("policies", policies);
      all.set("transforms", transforms);
      Terminal.json(mapper.writeValueAsString(all));
      return 0;
    }
    Terminal.result("policies, for --augment; 'augment show NAME' prints all of one:");
    for (Map.Entry<String, JsonNode> policy : policies.properties()) {
      line(policy.getKey(), PolicyText.of(policy.getKey()));
      if (!ids(policy.getValue()).isEmpty()) {
        line("", "(" + ids(policy.getValue()) + ")");
      }
    }
    Terminal.result("");
    Terminal.result("transforms, for a file; with what they get where the file leaves it out;");
    Terminal.result("'augment show ID' prints one, docs/AUGMENTATION.md has units and limits:");
    transforms.properties().forEach(t -> line(t.getKey(), values(t.getValue())));
    return 0;
  }

  private static JsonNode tree(ObjectMapper mapper, Augmentation augmentation) throws IOException {
    return mapper.readTree(AugmentationFile.json(augmentation)).get("augmentation");
  }

  /** The links of a chain. */
  private static String ids(JsonNode augmentation) {
    JsonNode links = augmentation.path("links");
    return links.isEmpty() ? "" : links.findValuesAsText("id").stream().collect(joining(", then "));
  }

  private static String values(JsonNode transform) {
    return transform.properties().stream()
        .filter(value -> !value.getKey().equals("id"))
        .map(value -> value.getKey() + " " + plain(value.getValue()))
        .collect(joining(", "));
  }

  private static String plain(JsonNode value) {
    if (value.isObject()) {
      return value.path("id").asText();
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static void line(String name, String what) {
    Terminal.result(text(name, what));
  }

  /** A name of another jar may be longer than the column. */
  static String text(String name, String what) {
    return String.format(Locale.ROOT, "  %-21s %s", name, what).stripTrailing();
  }
}
