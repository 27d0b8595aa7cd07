package org.graft4j.runtime;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * A view of a class loader in which the CPU backend is the only one that ND4J's service look-up
 * finds. Classes come from the loader behind it, so that they stay the same classes.
 */
final class CpuBackendOnly extends ClassLoader {
  private static final String BACKENDS = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  CpuBackendOnly(ClassLoader behind) {
    super(behind);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.equals(BACKENDS)) {
      return super.getResources(name);
    }
    // One list of our own rather than a choice among theirs: a shaded jar has both in one file.
    URL list = Objects.requireNonNull(CpuBackendOnly.class.getResource("cpu-backend-only"));
    return Collections.enumeration(List.of(list));
  }
}
