package org.graft4j.engine;

import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.OneDnnLibrary;

/**
 * Whether oneDNN is to be called at first hand in this JVM, and its engine.
 *
 * <p>ND4J has oneDNN inside, but behind an interface that turns every activation from plain layout
 * into oneDNN's and back, copies the weights at each call and cannot fuse an activation or a sum.
 */
final class OneDnn {
  private OneDnn() {}

  /** Made at first use, once. */
  private static final class Cpu {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
  }

  /** One sentence if it cannot be used; empty if it can. */
  static Optional<String> whyNot() {
    return Acceleration.status().engineWhyNot();
  }

  static boolean available() {
    return whyNot().isEmpty();
  }

  /** The CPU; ask {@link #available} first. */
  static engine cpu() {
    return Cpu.ENGINE;
  }

  /** Say {@code 2.5.2}. */
  static String version() {
    return OneDnnLibrary.version();
  }
}
