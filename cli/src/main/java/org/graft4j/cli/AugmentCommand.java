package org.graft4j.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graft4j augment}: what training pictures can be changed by, and what that looks like. */
@Command(
    name = "augment",
    description = "Shows what augmentation of training pictures there is and what it does.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AugmentListCommand.class,
      AugmentShowCommand.class,
      AugmentPreviewCommand.class,
      AugmentSearchCommand.class,
      AugmentGenerateCommand.class
    })
final class AugmentCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /** Without a subcommand: says which there are, as {@code graft4j} alone does. */
  @Override
  public Integer call() {
    Objects.requireNonNull(spec).commandLine().usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }
}
