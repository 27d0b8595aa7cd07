package org.graft4j.cli;

import picocli.CommandLine.Command;

/** {@code graft4j augment}: what training pictures can be changed by, and what that looks like. */
@Command(
    name = "augment",
    description = "Shows what augmentation of training pictures there is and what it does.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AugmentListCommand.class, AugmentShowCommand.class, AugmentPreviewCommand.class})
final class AugmentCommand {}
