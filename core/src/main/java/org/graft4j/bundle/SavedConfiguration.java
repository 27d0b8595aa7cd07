package org.graft4j.bundle;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Reads the {@code configuration.json} of any network that DL4J has saved, as safely as that of a
 * bundle: DL4J makes an object of any class that the text names, so the names are compared with a
 * list first. Nothing is made of the description here, and its sizes are claims still.
 */
public final class SavedConfiguration {
  private SavedConfiguration() {}

  /**
   * The description of a {@code ComputationGraph}.
   *
   * @param file named in messages
   * @throws BundleFormatException if it is no JSON, names a class that is not on the list, or
   *     describes no graph that DL4J can read
   */
  public static ComputationGraphConfiguration graph(Path file, String json) throws IOException {
    return NetworkConfiguration.anyGraph(file, json);
  }

  /**
   * The description of a {@code MultiLayerNetwork}.
   *
   * @param file named in messages
   * @throws BundleFormatException if it is no JSON, names a class that is not on the list, or
   *     describes no network that DL4J can read
   */
  public static MultiLayerConfiguration layers(Path file, String json) throws IOException {
    String current = NetworkConfiguration.ofKnownClasses(file, json);
    try {
      MultiLayerConfiguration conf = MultiLayerConfiguration.fromJson(current);
      if (conf.getConfs() != null && !conf.getConfs().isEmpty()) {
        return conf;
      }
    } catch (RuntimeException e) {
      throw new BundleFormatException(file, unusable(), e);
    }
    throw new BundleFormatException(file, unusable());
  }

  /**
   * Whether it describes a {@code MultiLayerNetwork}; if not, it is for {@link #graph}.
   *
   * @param file named in messages
   * @throws BundleFormatException if it is no JSON
   */
  public static boolean isLayers(Path file, String json) throws IOException {
    return NetworkConfiguration.isChain(file, json);
  }

  /**
   * The number of parameters that a description asks for; nothing is made of it.
   *
   * @param file named in messages
   * @throws BundleFormatException if the sizes of its layers are missing or make no sense
   */
  public static long parameters(Path file, ComputationGraphConfiguration conf) throws IOException {
    return NetworkConfiguration.parameters(file, conf);
  }

  /**
   * As {@link #parameters(Path, ComputationGraphConfiguration)}, of a {@code MultiLayerNetwork}.
   */
  public static long parameters(Path file, MultiLayerConfiguration conf) throws IOException {
    return NetworkConfiguration.parameters(file, conf);
  }

  private static String unusable() {
    return "is damaged: configuration.json describes no MultiLayerNetwork that DL4J can read";
  }
}
