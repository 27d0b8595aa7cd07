package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.graft4j.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code weights remove}. */
@Command(
    name = "remove",
    description = "Removes fetched or imported weights.",
    mixinStandardHelpOptions = true)
final class WeightsRemoveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids from 'weights list'.")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws IOException {
    Zoo zoo = Zoo.standard();
    for (String id : ids) {
      List<Path> left = zoo.remove(id);
      Terminal.result("removed " + id);
      if (!left.isEmpty()) {
        Terminal.note("not written by graft4j, or behind a link, and left alone: " + left);
      }
    }
    return 0;
  }
}
