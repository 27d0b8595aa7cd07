package org.nd4j.nativeblas;

import org.jspecify.annotations.NullMarked;

/**
 * A stand-in under the name that DL4J's layer helpers look up: not for users.
 *
 * <p>Release 1.0.0-M2.1 of DL4J asks {@code org.nd4j.nativeblas.Nd4jCpu$Environment.isUseMKLDNN()}
 * by reflection whether to use its accelerated layers; the same release of ND4J moved that class
 * and renamed the method, so every helper is dropped as not supported. This class answers in its
 * place. It lies in a package of ND4J's, so Graft4J runs on the class path, not the module path.
 */
@NullMarked
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** The part that is asked. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** Called by reflection. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** True unless {@code -Dgraft4j.acceleration.disable=true}; read at each call. */
    public boolean isUseMKLDNN() {
      return !Boolean.getBoolean("graft4j.acceleration.disable");
    }
  }
}
