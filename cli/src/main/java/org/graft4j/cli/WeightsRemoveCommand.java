package org.graft4j.cli;

import java.io.IOException;
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
      zoo.remove(id);
      Terminal.result("removed " + id);
    }
    return 0;
  }
}
