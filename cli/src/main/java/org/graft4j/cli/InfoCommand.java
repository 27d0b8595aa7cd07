package org.graft4j.cli;

import java.util.concurrent.Callable;
import org.graft4j.runtime.RuntimeInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code graft4j info}. */
@Command(
    name = "info",
    description = "Says what Graft4J runs on: versions, backend, natives, acceleration, GPU.",
    mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    RuntimeInfo info = RuntimeInfo.collect();
    if (json) {
      Terminal.json(info.toJson());
    } else {
      Terminal.document(info.toTable());
    }
    return 0;
  }
}
