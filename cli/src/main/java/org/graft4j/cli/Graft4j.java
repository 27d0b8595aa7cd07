package org.graft4j.cli;

import java.util.Set;
import org.graft4j.runtime.GpuPreflight;
import org.graft4j.runtime.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The command line.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
 */
@Command(
    name = "graft4j",
    description = "Grafts a new head onto a pretrained network, for a folder of labelled pictures.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      CompressCommand.class,
      CvCommand.class,
      LrFindCommand.class,
      PredictCommand.class,
      OutliersCommand.class,
      DoctorCommand.class,
      AdviseCommand.class,
      DiagnoseCommand.class,
      ShiftCommand.class,
      AugmentCommand.class,
      WeightsCommand.class,
      CacheCommand.class,
      InfoCommand.class,
      BenchCommand.class
    })
public final class Graft4j {

  @CommandLine.Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private final Interrupt interrupt = new Interrupt();

  private Graft4j() {}

  /** The run's way of hearing of Ctrl-C. */
  Interrupt interrupt() {
    return interrupt;
  }

  /** Whether the stack trace of an error is wanted. */
  boolean debug() {
    return debug;
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    Terminal.useUtf8();
    System.exit(run(args));
  }

  /** Runs the command; the tests' door. */
  static int run(String... args) {
    // The library's and DL4J's log lines would tear the progress line apart.
    if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    }
    Graft4j root = new Graft4j();
    CommandLine command = new CommandLine(root);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(true);
    PlainValues.install(command);
    command.setExecutionStrategy(
        parsed -> {
          noteGpu();
          return new CommandLine.RunLast().execute(parsed);
        });
    command.setParameterExceptionHandler((e, arguments) -> usage(e.getCommandLine(), message(e)));
    command.setExecutionExceptionHandler(
        (e, commandLine, parsed) ->
            e instanceof WrongValue
                ? usage(commandLine, String.valueOf(e.getMessage()))
                : Failure.report(e, root.debug));
    if (args.length == 0) {
      command.usage(System.err);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      return command.execute(args);
    } catch (VirtualMachineError | LinkageError e) {
      return Failure.report(e, root.debug);
    } finally {
      root.interrupt.commandEnds();
    }
  }

  private static int usage(CommandLine command, String message) {
    Terminal.error(message + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  /** A mistyped subcommand gets the nearest one. */
  private static String message(CommandLine.ParameterException e) {
    Set<String> commands = e.getCommandLine().getSubcommands().keySet();
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !commands.isEmpty()) {
      return NearestName.unknown("command", unmatched.getUnmatched().get(0), commands);
    }
    return PlainValues.message(e);
  }

  /** Nobody should wonder why a GPU stays idle. Without a CUDA backend nothing is asked. */
  private static void noteGpu() {
    GpuPreflight.Result preflight = GpuPreflight.once();
    if (preflight.outcome() == GpuPreflight.Outcome.CPU_INSTEAD) {
      Terminal.note(preflight.message());
    }
  }
}
