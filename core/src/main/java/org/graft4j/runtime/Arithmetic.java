package org.graft4j.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that decides how this process rounds its sums, and so the last digits of what a network
 * gives: two runs of one arithmetic give the same bytes. Immutable.
 *
 * @param graft4j version of this library
 * @param dl4j version of Deeplearning4j
 * @param natives flavour of ND4J's native library
 * @param engine what networks in use run on, with its version
 * @param accelerated whether DL4J's layers run on its accelerated helpers
 * @param processor vector instructions of this machine
 * @param instructionLimits what the environment keeps oneDNN from using of them; empty if nothing
 * @param threads among which a sum is divided
 */
public record Arithmetic(
    String graft4j,
    String dl4j,
    String natives,
    String engine,
    boolean accelerated,
    List<String> processor,
    String instructionLimits,
    int threads) {

  /** What oneDNN reads, under its name and under its earlier one. */
  private static final List<String> LIMITS =
      List.of(
          "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ONEDNN_CPU_ISA_HINTS", "DNNL_CPU_ISA_HINTS");

  public Arithmetic {
    processor = List.copyOf(processor);
  }

  /**
   * That of this process, as {@link RuntimeInfo#collect} finds it.
   *
   * @throws IllegalStateException if there is no backend that can run here
   */
  public static Arithmetic of() {
    return of(RuntimeInfo.collect(), System.getenv());
  }

  static Arithmetic of(RuntimeInfo runtime, Map<String, String> environment) {
    Acceleration.Status acceleration = runtime.acceleration();
    return new Arithmetic(
        runtime.graft4j(),
        runtime.dl4j(),
        acceleration.natives(),
        acceleration.engine(),
        acceleration.enabled(),
        acceleration.cpuFeatures(),
        LIMITS.stream()
            .filter(environment::containsKey)
            .map(name -> name + "=" + environment.get(name))
            .collect(Collectors.joining(" ")),
        acceleration.threads());
  }

  /** Each component under its name, in their order: for a run's provenance. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("graft4j", graft4j);
    facts.put("dl4j", dl4j);
    facts.put("natives", natives);
    facts.put("engine", engine);
    facts.put("accelerated", Boolean.toString(accelerated));
    facts.put("processor", String.join(" ", processor));
    facts.put("instructionLimits", instructionLimits.isEmpty() ? "none" : instructionLimits);
    // Sums are taken in the order that OpenMP divides them: their last digits depend on it.
    facts.put("threads", Integer.toString(threads));
    return facts;
  }

  /** The same on one line: for the name of what was computed so. */
  public String text() {
    return facts().entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }
}
