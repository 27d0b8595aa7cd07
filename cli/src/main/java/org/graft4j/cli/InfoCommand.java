package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
  public Integer call() throws IOException {
    RuntimeInfo info = RuntimeInfo.collect();
    if (json) {
      JsonResult.print(JsonResult.of(1, (ObjectNode) JsonResult.tree(info.toJson())));
    } else {
      Terminal.document(info.toTable());
    }
    return 0;
  }
}
