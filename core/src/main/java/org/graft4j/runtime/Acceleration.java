package org.graft4j.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.Nd4jCpu;

/**
 * DL4J's accelerated convolution, batch norm and pooling on the CPU, which its last release ships
 * switched off (deeplearning4j issue 9331): 7 to 16 times faster for a ResNet.
 *
 * <p>Three things must come together: the layer helpers, which {@link #enable} turns on; the class
 * they look up, {@link org.nd4j.nativeblas.Nd4jCpu}, which comes with this library; and oneDNN,
 * which only the {@code -onednn} flavours of nd4j-native contain. Outputs and gradients agree with
 * the stock engine within 1e-5; {@link #check} names the one layer that does not.
 *
 * <p>{@code -Dgraft4j.acceleration.disable=true} switches it off, as does DL4J's own {@code
 * -Dorg.eclipse.deeplearning4j.helpers.disable=true}. All methods may be called from any thread.
 */
public final class Acceleration {
  /** System property; {@code true} leaves DL4J as it is. */
  public static final String DISABLE_PROPERTY = "graft4j.acceleration.disable";

  private Acceleration() {}

  /**
   * What is on.
   *
   * @param enabled whether layers made from now on are accelerated
   * @param whyNot one sentence; empty if enabled
   * @param backend {@code "CPU"} or {@code "CUDA"}
   * @param natives flavour of the loaded native library, say {@code linux-x86_64-onednn}; {@code
   *     "unknown"} if JavaCPP did not say
   * @param oneDnn whether that library was built with oneDNN
   * @param cpuFeatures vector instructions of this processor; empty where the system does not tell
   * @param threads the most threads that ND4J's own operations use
   * @param engine what networks run on, in use and in training: {@code "oneDNN 2.5.2"} at first
   *     hand, or {@code "DL4J"}, which is slower
   * @param engineWhyNot one sentence if that is DL4J; empty if it is oneDNN
   */
  public record Status(
      boolean enabled,
      Optional<String> whyNot,
      String backend,
      String natives,
      boolean oneDnn,
      List<String> cpuFeatures,
      int threads,
      String engine,
      Optional<String> engineWhyNot) {

    public Status {
      cpuFeatures = List.copyOf(cpuFeatures);
    }
  }

  /**
   * Turns it on for every layer made from now on in this JVM, by whomever: call it before the first
   * network is made, read or copied. Does nothing if it was switched off, on a CUDA backend (whose
   * helpers were never published), and at the second call.
   *
   * @throws IllegalStateException if a GPU backend would be used that cannot run on this GPU, and
   *     there is no CPU backend to go on with; see {@link GpuPreflight}
   */
  public static void enable() {
    if (GpuPreflight.cudaBackendPresent()) {
      GpuPreflight.Result preflight = GpuPreflight.once();
      if (preflight.outcome() == GpuPreflight.Outcome.UNSUPPORTED) {
        throw new IllegalStateException(preflight.message());
      }
      if (!Nd4j.getEnvironment().isCPU()) {
        return;
      }
    }
    if (!Boolean.getBoolean(DISABLE_PROPERTY)
        && System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    }
  }

  /** What is on now. Loads the backend if that has not happened yet. */
  public static Status status() {
    boolean cpu = Nd4j.getEnvironment().isCPU();
    Optional<String> whyNot = whyNot(cpu);
    Optional<String> engineWhyNot = whyNot.or(OneDnnLibrary::whyNot);
    return new Status(
        whyNot.isEmpty(),
        whyNot,
        cpu ? "CPU" : "CUDA",
        LoadedNatives.flavour(),
        LoadedNatives.oneDnn(),
        CpuFeatures.ofThisMachine(),
        Nd4j.getEnvironment().maxThreads(),
        engineWhyNot.isEmpty() ? "oneDNN " + OneDnnLibrary.version() : "DL4J",
        engineWhyNot);
  }

  private static Optional<String> whyNot(boolean cpu) {
    if (!cpu) {
      return Optional.of("the CUDA backend has no accelerated layers in DL4J 1.0.0-M2.1");
    }
    if (!Nd4jCpu.Environment.getInstance().isUseMKLDNN()) {
      return Optional.of("switched off by -D" + DISABLE_PROPERTY + "=true");
    }
    String helpers = DL4JSystemProperties.DISABLE_HELPER_PROPERTY;
    if (Boolean.parseBoolean(
        System.getProperty(helpers, DL4JSystemProperties.HELPER_DISABLE_DEFAULT_VALUE))) {
      return Optional.of(
          System.getProperty(helpers) == null
              ? "Acceleration.enable() has not been called"
              : "switched off by -D" + helpers + "=true");
    }
    if (!Nd4j.getEnvironment().helpersAllowed()) {
      return Optional.of(
          "ND4J forbids it: the environment variable SD_FORBID_HELPERS is set,"
              + " or Nd4j.getEnvironment().allowHelpers(false) was called");
    }
    return Optional.empty();
  }

  /**
   * The convolution layers that run on the slow stock path, in the order of the graph; frozen ones
   * answer for what they wrap. Besides layers without a helper these are layers whose helper gives
   * up: numbers other than FLOAT, and dilated kernels, for which this oneDNN has no kernel (DL4J
   * logs one warning at the first call).
   */
  public static List<String> unaccelerated(ComputationGraph graph) {
    boolean floats = graph.getConfiguration().getDataType() == DataType.FLOAT;
    List<String> names = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      var conf = FrozenLayers.unwrap(layer.conf().getLayer());
      if (conf.getClass() == ConvolutionLayer.class
          && (layer.getHelper() == null || !floats || dilated((ConvolutionLayer) conf))) {
        names.add(layer.conf().getLayer().getLayerName());
      }
    }
    return names;
  }

  private static boolean dilated(ConvolutionLayer convolution) {
    return Arrays.stream(convolution.getDilation()).anyMatch(d -> d != 1);
  }

  /**
   * Refuses a graph whose accelerated gradient would be wrong: average pooling with padding (stated
   * or of mode Same) that counts the padding as values ({@code avgPoolIncludePadInDivisor(true)},
   * torch's default). A frozen layer passes no gradient and may be of that form.
   *
   * @throws IllegalArgumentException naming the layer and the remedy
   */
  public static void check(ComputationGraph graph) {
    for (Layer layer : graph.getLayers()) {
      if (layer.getHelper() != null
          && layer.conf().getLayer() instanceof SubsamplingLayer pooling
          && countsPadding(pooling)) {
        throw new IllegalArgumentException(
            "layer '"
                + layer.conf().getLayer().getLayerName()
                + "' must not average over padding (avgPoolIncludePadInDivisor was true): its"
                + " accelerated gradient is wrong. Put a ZeroPaddingLayer before an unpadded"
                + " pooling, or set -D"
                + DISABLE_PROPERTY
                + "=true");
      }
    }
  }

  private static boolean countsPadding(SubsamplingLayer pooling) {
    int[] padding = pooling.getPadding();
    boolean padded =
        pooling.getConvolutionMode() == ConvolutionMode.Same
            || (padding != null && (padding[0] != 0 || padding[1] != 0));
    return pooling.getPoolingType() == PoolingType.AVG
        && pooling.isAvgPoolIncludePadInDivisor()
        && padded;
  }
}
