package org.graft4j.runtime;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/** The native library that ND4J runs on, as JavaCPP loaded it. */
final class LoadedNatives {
  private LoadedNatives() {}

  /** JavaCPP unpacks a library into a folder named for its platform and extension. */
  static String flavour() {
    Nd4j.getBackend();
    Map<String, String> loaded = Loader.getLoadedLibraries();
    for (String library : new String[] {"jnind4jcpu", "jnind4jcuda"}) {
      String file = loaded.get(library);
      Path folder = file == null ? null : Path.of(file).getParent();
      if (folder != null && folder.getFileName() != null) {
        return folder.getFileName().toString();
      }
    }
    return "unknown";
  }

  static boolean oneDnn() {
    return Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
  }
}
