package org.graft4j.benchmarks.peer;

import ai.djl.engine.Engine;

/** DJL's PyTorch engine, where its jars are on the class path. */
public final class Torch {
  private Torch() {}

  /** Whether the engine's jars, which only {@code graft4j bench} fetches, are there. */
  public static boolean present() {
    return Engine.hasEngine("PyTorch");
  }

  /** PyTorch's version and DJL's, or that it is not there. */
  public static String version() {
    return present()
        ? engine().getVersion() + ", DJL " + Engine.getDjlVersion()
        : "not on the class path";
  }

  /**
   * The engine.
   *
   * @throws IllegalStateException if its jars are not there
   */
  static Engine engine() {
    if (!present()) {
      throw new IllegalStateException(
          "PyTorch's engine is not on the class path: run ./graft4j bench, which fetches it");
    }
    return Engine.getEngine("PyTorch");
  }
}
