package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.graft4j.benchmarks.peer.Torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code graft4j bench}: how fast Graft4J is on this machine, against its peers on the same cores.
 *
 * <p>Exit codes: 0 done, 1 a measurement failed, 2 wrong usage.
 */
@Command(
    name = "graft4j bench",
    description =
        "Measures Graft4J against DL4J as it ships and PyTorch (through DJL) on the same cores."
            + " Takes some minutes; leave the machine alone meanwhile. A ratio above 1 says that"
            + " ours is faster; for memory it is the larger job's peak by the smaller one's.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  /** What a build that has just ended leaves is below that. */
  private static final double BUSY = 1.5;

  @Option(names = "--json", description = "Print the rows as a JSON list, and nothing else.")
  private boolean json;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores and threads for ours and the peers. Default: ${DEFAULT-VALUE}.")
  private int cores = 1;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only the measurements whose title holds this text.")
  private String only = "";

  @Option(
      names = "--full",
      description =
          "Then run all benchmarks with JMH, for an hour or two, and write both with this machine's facts to docs/benchmarks.")
  private boolean full;

  @Option(
      names = "--classes",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description =
          "With --full: only the JMH classes whose names match, say TrunkForward|TrainingStep.")
  private String classes = ".*";

  private Bench() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command; the tests' door. */
  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Bench());
    command.setUsageHelpAutoWidth(true);
    command.setExecutionExceptionHandler(
        (e, commandLine, parsed) -> {
          System.err.println("graft4j bench: " + e.getMessage());
          return e instanceof IllegalArgumentException
              ? CommandLine.ExitCode.USAGE
              : CommandLine.ExitCode.SOFTWARE;
        });
    command.setParameterExceptionHandler(
        (e, rejected) -> {
          System.err.println("graft4j bench: " + e.getMessage() + " (see ./graft4j bench --help)");
          return CommandLine.ExitCode.USAGE;
        });
    return command.execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    String text = only.toLowerCase(Locale.ROOT);
    Predicate<String> chosen = title -> title.toLowerCase(Locale.ROOT).contains(text);
    if (ShortSet.titles().stream().noneMatch(chosen)) {
      throw new IllegalArgumentException(
          "no measurement's title holds '"
              + only
              + "'; titles are: "
              + String.join("; ", ShortSet.titles()));
    }
    Cores held = Cores.first(cores);
    if (!Torch.present()) {
      throw new IOException("PyTorch's jars are not on the class path: run ./graft4j bench");
    }
    if (Machine.load() > BUSY) {
      System.err.printf(
          Locale.ROOT,
          "bench: this machine is busy (load %.1f): figures will be low and ratios uncertain%n",
          Machine.load());
    }
    ShortSet set = new ShortSet(held, chosen);
    List<Comparison> rows = set.run();
    if (full) {
      Path written = FullSet.run(held, rows, classes);
      System.err.println("bench: written to " + written);
    }
    System.out.print(json ? Comparison.toJson(rows) + "\n" : Comparison.toTable(rows));
    System.out.flush();
    return set.failed().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
