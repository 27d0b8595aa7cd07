package org.graft4j.runtime;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The library oneDNN, at first hand: whether it is here, and which. Its natives are {@code
 * org.bytedeco:dnnl} and {@code org.bytedeco:opencl} with the platform's classifier; those inside
 * of nd4j-native cannot be called. Thread-safe.
 */
public final class OneDnnLibrary {
  private OneDnnLibrary() {}

  /** Loaded at first use, once; a library that cannot be loaded stays so. */
  private static final class Loaded {
    static final Optional<String> WHY_NOT = load();

    private static Optional<String> load() {
      try {
        Loader.load(dnnl.class);
        return Optional.empty();
      } catch (LinkageError | RuntimeException e) {
        return Optional.of("the natives of org.bytedeco:dnnl cannot be loaded: " + e.getMessage());
      }
    }
  }

  /** One sentence if it cannot be called; empty if it can. Loads it. */
  public static Optional<String> whyNot() {
    return Loaded.WHY_NOT;
  }

  /** Say {@code 2.5.2}; ask {@link #whyNot} first. */
  public static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }
}
