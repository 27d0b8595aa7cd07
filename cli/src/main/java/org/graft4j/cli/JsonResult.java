package org.graft4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * What {@code --json} prints, whatever the command: one object on one line, with the version of its
 * form first. A report within it has a version of its own.
 */
final class JsonResult {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonResult() {}

  /**
   * An object to put the result into.
   *
   * @param version of the command's form: goes up when a key changes its meaning or goes
   */
  static ObjectNode of(int version) {
    return MAPPER.createObjectNode().put("schemaVersion", version);
  }

  /** The same with all of what is an object already. */
  static ObjectNode of(int version, ObjectNode content) {
    return of(version).setAll(content);
  }

  /** Text that is known to be JSON, say a report's. */
  static JsonNode tree(String json) throws IOException {
    return MAPPER.readTree(json);
  }

  /** Prints it. */
  static void print(ObjectNode result) {
    Terminal.json(result.toString());
  }
}
