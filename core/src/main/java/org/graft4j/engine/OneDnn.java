package org.graft4j.engine;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.javacpp.Loader;
import org.graft4j.runtime.Acceleration;

/**
 * Whether oneDNN can be called at first hand in this JVM, and its engine.
 *
 * <p>ND4J has oneDNN inside, but behind an interface that turns every activation from plain layout
 * into oneDNN's and back, copies the weights at each call and cannot fuse an activation or a sum.
 */
final class OneDnn {
  private OneDnn() {}

  /** Loaded at first use, once; a library that cannot be loaded stays so. */
  private static final class Loaded {
    static final engine CPU;
    static final Optional<String> WHY_NOT;

    static {
      engine cpu = null;
      Optional<String> whyNot = Optional.empty();
      try {
        Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        cpu = new engine(engine.kind.cpu, 0);
      } catch (LinkageError e) {
        whyNot =
            Optional.of("the natives of org.bytedeco:dnnl cannot be loaded: " + e.getMessage());
      }
      CPU = cpu;
      WHY_NOT = whyNot;
    }
  }

  /** One sentence if it cannot be used; empty if it can. */
  static Optional<String> whyNot() {
    Optional<String> off = Acceleration.status().whyNot();
    return off.isPresent() ? off : Loaded.WHY_NOT;
  }

  static boolean available() {
    return whyNot().isEmpty();
  }

  /** The CPU; ask {@link #available} first. */
  static engine cpu() {
    return Loaded.CPU;
  }

  /** Say {@code 2.5.2}. */
  static String version() {
    dnnl_version_t version = org.bytedeco.dnnl.global.dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }
}
