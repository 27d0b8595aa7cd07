package org.graft4j.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.common.config.ND4JClassLoading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, before ND4J touches it, whether the GPU can run the kernels in nd4j-cuda at all.
 *
 * <p>nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for compute capability 3.7 to 8.6, which 8.9 runs
 * too, and no PTX to compile anything newer from. ND4J nevertheless selects a newer GPU and fails
 * at the first kernel. With nd4j-native on the class path beside it, the CPU serves instead: the
 * CUDA backend is hidden from ND4J's look-up, which works only as long as ND4J has not been
 * initialised. Thread-safe.
 */
public final class GpuPreflight {
  private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final String CPU_BACKEND = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  private static final Pattern CAPABILITY = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
  private static final Logger LOG = LoggerFactory.getLogger(GpuPreflight.class);

  private GpuPreflight() {}

  /** How it ended. */
  public enum Outcome {
    /** No CUDA backend on the class path: nothing was asked. */
    NO_CUDA_BACKEND,
    /** The driver's {@code nvidia-smi} is missing or names no device. */
    NO_GPU_SEEN,
    /** Every GPU can run the kernels. */
    SUPPORTED,
    /** A GPU cannot; the CPU backend takes its place. */
    CPU_INSTEAD,
    /** A GPU cannot, and there is no CPU backend. */
    UNSUPPORTED
  }

  /**
   * The outcome with its reason.
   *
   * @param message one sentence for {@code CPU_INSTEAD} and {@code UNSUPPORTED}, otherwise empty
   */
  public record Result(Outcome outcome, String message) {}

  /** Runs on first use only, since asking the driver takes up to a second. */
  private static final class Once {
    static final Result RESULT = run();
  }

  /** The preflight of this JVM: asks the driver at the first call, then remembers. */
  public static Result once() {
    return Once.RESULT;
  }

  /**
   * Whether a GPU can run the kernels.
   *
   * @param name as the driver gives it
   * @param computeCapability {@code major.minor}
   * @return empty if it can; otherwise the sentence for the user
   * @throws IllegalArgumentException if the capability has another form
   */
  public static Optional<String> check(String name, String computeCapability) {
    Matcher matcher = CAPABILITY.matcher(computeCapability);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "computeCapability must be major.minor, say 8.6, but was '" + computeCapability + "'");
    }
    int version = Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2));
    if (version >= 3007 && version < 9000) {
      return Optional.empty();
    }
    return Optional.of(
        "GPU '"
            + name
            + "' has compute capability "
            + computeCapability
            + ", but nd4j-cuda-11.6 1.0.0-M2.1 holds kernels for 3.7 to 8.9 only and no PTX to"
            + " compile newer ones from. Run on the CPU: take nd4j-cuda off the class path and"
            + " nd4j-native on, or set the environment variable BACKEND_PRIORITY_CPU=200.");
  }

  static boolean cudaBackendPresent() {
    return present(CUDA_BACKEND);
  }

  private static Result run() {
    if (!cudaBackendPresent()) {
      return new Result(Outcome.NO_CUDA_BACKEND, "");
    }
    Result result = judge(askDriver(), present(CPU_BACKEND));
    if (result.outcome() == Outcome.CPU_INSTEAD) {
      LOG.warn(result.message());
      ND4JClassLoading.setNd4jClassloader(
          new CpuBackendOnly(ND4JClassLoading.getNd4jClassloader()));
    }
    return result;
  }

  /** Judges the driver's answer: lines of {@code name, capability}; others are passed over. */
  static Result judge(List<String> csv, boolean cpuBackendPresent) {
    boolean seen = false;
    for (String line : csv) {
      int comma = line.lastIndexOf(',');
      String capability = line.substring(comma + 1).trim();
      if (comma < 0 || !CAPABILITY.matcher(capability).matches()) {
        continue;
      }
      seen = true;
      Optional<String> problem = check(line.substring(0, comma).trim(), capability);
      if (problem.isPresent()) {
        return cpuBackendPresent
            ? new Result(Outcome.CPU_INSTEAD, problem.get() + " Going on with the CPU backend.")
            : new Result(Outcome.UNSUPPORTED, problem.get());
      }
    }
    return new Result(seen ? Outcome.SUPPORTED : Outcome.NO_GPU_SEEN, "");
  }

  private static List<String> askDriver() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      // A machine has few GPUs; what does not fit into the pipe's buffer is no answer.
      byte[] answer = process.getInputStream().readNBytes(65_536);
      return new ArrayList<>(new String(answer, StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static boolean present(String className) {
    try {
      Class.forName(className, false, GpuPreflight.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
