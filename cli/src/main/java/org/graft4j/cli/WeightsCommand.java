package org.graft4j.cli;

import picocli.CommandLine.Command;

/** {@code graft4j weights}: what pretrained weights there are, here and elsewhere. */
@Command(
    name = "weights",
    description =
        "Lists, shows, fetches, verifies, imports, exports and removes pretrained weights.",
    footer = {
      "",
      "Fetched weights live in the cache folder ($GRAFT4J_CACHE, $GRAFT4J_HOME/cache,"
          + " $XDG_CACHE_HOME/graft4j or ~/.cache/graft4j), which may be emptied; imported ones in"
          + " $GRAFT4J_HOME, $XDG_DATA_HOME/graft4j or ~/.local/share/graft4j."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      WeightsListCommand.class,
      WeightsShowCommand.class,
      WeightsFetchCommand.class,
      WeightsVerifyCommand.class,
      WeightsImportCommand.class,
      WeightsExportCommand.class,
      WeightsRemoveCommand.class
    })
final class WeightsCommand {}
