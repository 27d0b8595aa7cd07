package org.graft4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM for one measurement, held to the given cores by the operating system. */
final class Child {
  /** The library's launcher gives a run the same. */
  private static final List<String> JVM =
      List.of(
          "-Xmx2g",
          "-Dorg.bytedeco.javacpp.maxbytes=4g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
          "-Dai.djl.offline=true",
          "-DOPT_OUT_TRACKING=true");

  /** Read by DJL: where it unpacks PyTorch's libraries. */
  private static final String DJL_CACHE = "DJL_CACHE_DIR";

  private Child() {}

  /** Options of a JVM that measures. */
  static List<String> jvmOptions(Cores cores) {
    List<String> options = new ArrayList<>(JVM);
    options.add("-Dai.djl.pytorch.num_threads=" + cores.count());
    options.add("-Dai.djl.pytorch.num_interop_threads=1");
    for (String property : List.of(DJL_CACHE, "graft4j.bench.onnx")) {
      if (System.getProperty(property) != null) {
        options.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    return options;
  }

  /**
   * Runs a main class of this class path and waits for it; what it prints goes to stderr.
   *
   * @throws IOException if there is no {@code taskset}, or the child fails
   */
  static void run(Cores cores, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", cores.toString()));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(jvmOptions(cores));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment(cores));
    Process process = builder.start();
    Thread reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
    try (var output = process.getInputStream()) {
      output.transferTo(System.err);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "the measurement ended with exit code " + code + "; its output is above");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(reaper);
    }
  }

  private static Map<String, String> environment(Cores cores) {
    return Map.of(
        "OMP_NUM_THREADS", Integer.toString(cores.count()),
        "OMP_WAIT_POLICY", "PASSIVE",
        "LC_ALL", "C.UTF-8");
  }
}
