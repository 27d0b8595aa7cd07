package org.graft4j.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The vector instructions of a processor, of those that oneDNN and OpenBLAS choose kernels by. */
final class CpuFeatures {
  private static final Set<String> OF_INTEREST =
      Set.of(
          "sse4_2",
          "avx",
          "fma",
          "avx2",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "amx_int8",
          "asimd",
          "asimddp",
          "sve",
          "sve2",
          "bf16");

  private CpuFeatures() {}

  /** Empty where there is no {@code /proc/cpuinfo}. */
  static List<String> ofThisMachine() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** From the lines of {@code /proc/cpuinfo}: the first processor's, in the kernel's order. */
  static List<String> parse(List<String> cpuinfo) {
    for (String line : cpuinfo) {
      if (line.startsWith("flags") || line.startsWith("Features")) {
        List<String> found = new ArrayList<>();
        for (String flag : line.substring(line.indexOf(':') + 1).trim().split("\\s+", -1)) {
          if (OF_INTEREST.contains(flag)) {
            found.add(flag);
          }
        }
        return List.copyOf(found);
      }
    }
    return List.of();
  }
}
