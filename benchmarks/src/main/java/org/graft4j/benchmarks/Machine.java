package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.graft4j.benchmarks.peer.Torch;
import org.graft4j.runtime.RuntimeInfo;

/** The facts without which a figure means nothing. */
final class Machine {
  private Machine() {}

  /** The processor's name as Linux gives it, or the architecture. */
  static String cpu() throws IOException {
    return cpu(Files.readString(Path.of("/proc/cpuinfo")));
  }

  /** The first {@code model name} of this content of {@code /proc/cpuinfo}. */
  static String cpu(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** How many threads wanted a core of this machine in the last minute, on average. */
  static double load() throws IOException {
    String averages = Files.readString(Path.of("/proc/loadavg"));
    return Double.parseDouble(averages.substring(0, averages.indexOf(' ')));
  }

  /** A name in a file's name: lower case, other characters as hyphens. */
  static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** What it was measured on and with; loads the backend. */
  static Map<String, String> facts(Cores cores) throws IOException {
    RuntimeInfo info = RuntimeInfo.collect();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", cpu());
    facts.put("cpuFeatures", String.join(" ", info.acceleration().cpuFeatures()));
    facts.put("cores", cores.count() + " of " + Runtime.getRuntime().availableProcessors());
    facts.put("os", info.os());
    facts.put("java", info.java());
    facts.put("graft4j", info.graft4j());
    facts.put("dl4j", info.dl4j());
    facts.put("natives", info.acceleration().natives());
    facts.put("pytorch", Torch.version());
    return facts;
  }
}
