package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.ZooBuilder;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weights fetch}. */
@Command(
    name = "fetch",
    description = "Downloads weights of the catalogue and checks them.",
    mixinStandardHelpOptions = true)
final class WeightsFetchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids from 'weights list'.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all-of", paramLabel = "ARCH", description = "All of an architecture.")
  private @Nullable String architecture;

  @Mixin private final ZooOptions options = new ZooOptions();

  @Option(
      names = "--offline",
      description = "Download nothing: fail if they are not here ($GRAFT4J_OFFLINE).")
  private boolean offline;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "A mirror that takes the place of the catalogue's hosts; paths stay"
              + " ($GRAFT4J_WEIGHTS_URL).")
  private @Nullable URI baseUrl;

  @Option(names = "--json", description = "Print the cards as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ZooBuilder builder = options.builder().listener(new FetchProgress());
    if (offline) {
      builder.offline(true);
    }
    if (baseUrl != null) {
      builder.baseUrl(baseUrl);
    }
    Zoo zoo = builder.build();
    ObjectNode result = JsonResult.of(1);
    ArrayNode cards = result.putArray("weights");
    for (String id : wanted(zoo)) {
      if (!offline) {
        FetchProgress.announce(zoo, id);
      }
      WeightsCard card = zoo.fetch(id);
      cards.add(WeightsText.json(zoo, card));
      if (!json) {
        Terminal.result(card.id() + "  " + card.sha256());
      }
    }
    if (json) {
      JsonResult.print(result);
    }
    return 0;
  }

  private List<String> wanted(Zoo zoo) throws IOException {
    if (ids.isEmpty() == (architecture == null)) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(command).commandLine(),
          "either ids or --all-of must be given");
    }
    if (architecture == null) {
      return ids;
    }
    List<String> all =
        zoo.catalogue().cards().stream()
            .filter(card -> card.architecture().equals(architecture))
            .map(CatalogueCard::id)
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "--all-of must be an architecture of the catalogue, but was '"
              + architecture
              + "'; see graft4j weights list");
    }
    return all;
  }
}
