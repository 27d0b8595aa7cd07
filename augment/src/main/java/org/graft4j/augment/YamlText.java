package org.graft4j.augment;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A tree as YAML for people: objects in lines of their own, numbers side by side in brackets.
 * Jackson's generator would give each end of a range a line.
 */
final class YamlText {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");

  /** Words that YAML takes for something else. */
  private static final Set<String> TAKEN =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  static String of(ObjectNode root) {
    YamlText yaml = new YamlText();
    yaml.object(root, "");
    return yaml.text.toString();
  }

  /** Its lines; the first of them goes on where the text ends. */
  private void object(JsonNode object, String indent) {
    String before = "";
    for (var field : object.properties()) {
      text.append(before).append(field.getKey()).append(':');
      before = indent;
      JsonNode value = field.getValue();
      if (value.isObject()) {
        text.append('\n').append(indent).append("  ");
        object(value, indent + "  ");
      } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
        text.append('\n');
        for (JsonNode element : value) {
          text.append(indent).append("  - ");
          object(element, indent + "    ");
        }
      } else {
        text.append(' ').append(inLine(value)).append('\n');
      }
    }
  }

  private static String inLine(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(YamlText::inLine)
          .collect(joining(", ", "[", "]"));
    }
    boolean plain =
        value.isTextual()
            && WORD.matcher(value.textValue()).matches()
            && !TAKEN.contains(value.textValue());
    return plain ? value.textValue() : value.toString();
  }
}
