package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What trials ran on: their seconds are of it, and sums are rounded otherwise on another one.
 *
 * @param processors that the program may use
 * @param architecture say {@code amd64}
 * @param processor its name, where the system tells it; the architecture otherwise
 */
public record Machine(int processors, String architecture, String processor) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  /** This one. */
  static Machine here() {
    String architecture = System.getProperty("os.arch");
    return new Machine(
        Runtime.getRuntime().availableProcessors(), architecture, processor(architecture));
  }

  private static String processor(String architecture) {
    List<String> lines;
    try {
      lines = Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      // Other systems have no such file; the name only helps to read the seconds.
      return architecture;
    }
    return lines.stream()
        .filter(line -> line.startsWith(MODEL))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(architecture);
  }

  /** Say {@code 2 processors (AMD EPYC, amd64)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d processors (%s, %s)", processors, processor, architecture);
  }
}
