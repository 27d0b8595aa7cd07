package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.graft4j.data.InputSpec;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.NearestName;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.graft4j.zoo.catalogue.PublishedAccuracy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weights list}. */
@Command(
    name = "list",
    description = "Lists weights that are here and those that can be fetched.",
    mixinStandardHelpOptions = true)
final class WeightsListCommand implements Callable<Integer> {
  private static final List<String> TITLES =
      List.of("ID", "HERE", "SIZE", "INPUT", "TOP-1", "LICENCE");

  @Mixin private final ZooOptions options = new ZooOptions();

  @ArgGroup private @Nullable Which which;

  /** One or the other. */
  static final class Which {
    @Option(names = "--installed", description = "Only those that are here.")
    boolean installed;

    @Option(names = "--all", description = "Those that can be fetched too (the default).")
    boolean all;
  }

  @Option(names = "--arch", paramLabel = "ARCH", description = "Only those of an architecture.")
  private @Nullable String architecture;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (architecture != null && Architectures.find(architecture).isEmpty()) {
      List<String> all = Architectures.all().stream().map(Architecture::id).toList();
      throw new IllegalArgumentException(NearestName.unknown("architecture", architecture, all));
    }
    Zoo zoo = options.zoo();
    Set<String> here = new TreeSet<>(zoo.list());
    Set<String> ids = new TreeSet<>(here);
    List<CatalogueCard> known = zoo.catalogue().cards();
    if (which == null || !which.installed) {
      known.forEach(card -> ids.add(card.id()));
    }
    ids.removeIf(id -> architecture != null && !id.startsWith(architecture + "."));
    if (json) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (String id : ids) {
        list.add(here.contains(id) ? installed(zoo, id) : WeightsText.json(known(zoo, id)));
      }
      Terminal.json(list.toString());
      return 0;
    }
    List<List<String>> rows = new ArrayList<>(List.of(TITLES));
    for (String id : ids) {
      rows.add(here.contains(id) ? installedRow(zoo, id) : row(known(zoo, id)));
    }
    print(rows);
    Terminal.note("imported: " + zoo.importedFolder() + ", fetched: " + zoo.fetchedFolder());
    return 0;
  }

  private static CatalogueCard known(Zoo zoo, String id) throws IOException {
    return zoo.catalogue().find(id).orElseThrow();
  }

  /** One that is damaged does not keep the others from being listed. */
  private static ObjectNode installed(Zoo zoo, String id) {
    try {
      return WeightsText.json(zoo, zoo.card(id));
    } catch (IOException e) {
      return WeightsText.damaged(id, Failure.message(e));
    }
  }

  private static List<String> installedRow(Zoo zoo, String id) {
    try {
      return row(zoo, zoo.card(id));
    } catch (IOException e) {
      Terminal.note(id + " is damaged: " + Failure.message(e));
      return List.of(id, "damaged", "-", "-", "-", "-");
    }
  }

  private static List<String> row(Zoo zoo, WeightsCard card) throws IOException {
    Optional<CatalogueCard> known = WeightsText.published(zoo, card);
    Optional<Path> file = zoo.file(card.id());
    String place =
        file.isEmpty()
            ? "built in"
            : file.get().startsWith(zoo.importedFolder()) ? "imported" : "fetched";
    return List.of(
        card.id(),
        place,
        file.isEmpty() ? "-" : new ByteSize(Files.size(file.get())).toString(),
        size(card.input()),
        accuracy(known),
        card.licence());
  }

  private static List<String> row(CatalogueCard card) {
    return List.of(
        card.id(),
        "-",
        new ByteSize(card.file().size().most()).toString(),
        size(card.input()),
        accuracy(Optional.of(card)),
        card.licence());
  }

  private static String size(InputSpec input) {
    return input.width() + "x" + input.height();
  }

  private static String accuracy(Optional<CatalogueCard> known) {
    return known
        .flatMap(CatalogueCard::accuracy)
        .map(PublishedAccuracy::top1)
        .map(top1 -> String.format(Locale.ROOT, "%.2f", top1))
        .orElse("-");
  }

  private static void print(List<List<String>> rows) {
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      Terminal.result(line.toString().stripTrailing());
    }
  }
}
