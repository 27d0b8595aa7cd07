package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code graft4j bench} for those who look for it here. It is a program of another module, since it
 * brings what it measures against: in a checkout the launcher runs it in place of this.
 */
@Command(
    name = "bench",
    description = "Measures speed on this machine against stock DL4J and PyTorch.",
    footer = "In a checkout, on Linux x86-64: ./graft4j bench; its --help lists the options.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    String rest = options.isEmpty() ? "" : " " + String.join(" ", options);
    throw new IOException(
        "bench needs a checkout, on Linux x86-64, and its name first: ./graft4j bench" + rest);
  }
}
