package org.graft4j.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What Graft4J runs on, for a report of an error or of a measurement. Immutable.
 *
 * @param graft4j version of this library, {@code "development"} outside of a jar
 * @param dl4j version of Deeplearning4j
 * @param java version and vendor of the Java runtime
 * @param os name, version and processor architecture
 * @param acceleration backend, natives and whether layers are accelerated
 * @param gpu outcome of the GPU preflight
 */
public record RuntimeInfo(
    String graft4j,
    String dl4j,
    String java,
    String os,
    Acceleration.Status acceleration,
    GpuPreflight.Result gpu) {

  /**
   * Looks now. Turns acceleration on unless that is switched off, and loads the backend, which
   * takes seconds the first time.
   *
   * @throws IllegalStateException if there is no backend that can run here
   */
  public static RuntimeInfo collect() {
    GpuPreflight.Result gpu = GpuPreflight.once();
    Acceleration.enable();
    return new RuntimeInfo(
        graft4jVersion(),
        version(ComputationGraph.class, "org.deeplearning4j/deeplearning4j-nn"),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Acceleration.status(),
        gpu);
  }

  /** The version of this library; {@code "development"} outside of a jar. Loads no backend. */
  public static String graft4jVersion() {
    return version(RuntimeInfo.class, "org.graft4j/graft4j-core");
  }

  /** Maven leaves the version in each jar that it packs. */
  private static String version(Class<?> inJar, String artifact) {
    String resource = "/META-INF/maven/" + artifact + "/pom.properties";
    try (InputStream in = inJar.getResourceAsStream(resource)) {
      if (in != null) {
        Properties properties = new Properties();
        properties.load(in);
        return properties.getProperty("version", "unknown");
      }
    } catch (IOException e) {
      return "unknown";
    }
    String fromManifest = inJar.getPackage().getImplementationVersion();
    return fromManifest == null ? "development" : fromManifest;
  }

  /** The lines of the table and the members of the JSON, in the same order. */
  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("graft4j", graft4j);
    facts.put("dl4j", dl4j);
    facts.put("java", java);
    facts.put("os", os);
    facts.put("backend", acceleration.backend());
    facts.put("natives", acceleration.natives());
    facts.put("oneDnn", acceleration.oneDnn());
    facts.put("accelerated", acceleration.enabled());
    facts.put("notAcceleratedBecause", acceleration.whyNot().orElse(""));
    facts.put("engine", acceleration.engine());
    facts.put("engineBecause", acceleration.engineWhyNot().orElse(""));
    facts.put("cpuFeatures", acceleration.cpuFeatures());
    facts.put("threads", acceleration.threads());
    facts.put("gpu", gpu.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    facts.put("gpuMessage", gpu.message());
    return facts;
  }

  /** One JSON object: texts, booleans, one number and a list of texts; unknowns are empty texts. */
  public String toJson() {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode();
    facts().forEach((name, value) -> root.set(name, mapper.valueToTree(value)));
    return root.toString();
  }

  /** Two columns for a terminal, a line for each fact that is known, each ended by a newline. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    facts()
        .forEach(
            (name, value) -> {
              String text =
                  value instanceof List<?> list
                      ? String.join(" ", list.stream().map(Object::toString).toList())
                      : value.toString();
              if (!text.isEmpty()) {
                table.append(String.format(Locale.ROOT, "%-22s %s%n", name, text));
              }
            });
    return table.toString().replace("\r\n", "\n");
  }
}
