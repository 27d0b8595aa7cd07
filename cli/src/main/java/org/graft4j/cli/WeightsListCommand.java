package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.graft4j.data.InputSpec;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.Zoo;
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
    Zoo zoo = options.zoo();
    Map<String, Optional<WeightsCard>> found = new TreeMap<>();
    for (String id : zoo.list()) {
      found.put(id, Optional.of(zoo.card(id)));
    }
    if (which == null || !which.installed) {
      for (CatalogueCard card : zoo.catalogue().cards()) {
        found.putIfAbsent(card.id(), Optional.empty());
      }
    }
    found.keySet().removeIf(id -> architecture != null && !id.startsWith(architecture + "."));
    if (json) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (Map.Entry<String, Optional<WeightsCard>> entry : found.entrySet()) {
        list.add(
            entry.getValue().isPresent()
                ? WeightsText.json(zoo, entry.getValue().get())
                : WeightsText.json(zoo.catalogue().find(entry.getKey()).orElseThrow()));
      }
      Terminal.result(list.toString());
      return 0;
    }
    List<List<String>> rows = new ArrayList<>(List.of(TITLES));
    for (Map.Entry<String, Optional<WeightsCard>> entry : found.entrySet()) {
      rows.add(row(zoo, entry.getKey(), entry.getValue()));
    }
    print(rows);
    Terminal.note("imported: " + zoo.importedFolder() + ", fetched: " + zoo.fetchedFolder());
    return 0;
  }

  private static List<String> row(Zoo zoo, String id, Optional<WeightsCard> here)
      throws IOException {
    Optional<CatalogueCard> known = zoo.catalogue().find(id);
    Optional<Path> file = here.isPresent() ? zoo.file(id) : Optional.empty();
    String place =
        here.isEmpty()
            ? "-"
            : file.isEmpty()
                ? "built in"
                : file.get().startsWith(zoo.importedFolder()) ? "imported" : "fetched";
    Optional<Long> bytes =
        file.isPresent()
            ? Optional.of(Files.size(file.get()))
            : known.map(card -> card.file().size().most());
    InputSpec input = here.map(WeightsCard::input).orElseGet(() -> known.orElseThrow().input());
    return List.of(
        id,
        place,
        bytes.map(b -> new ByteSize(b).toString()).orElse("-"),
        input.width() + "x" + input.height(),
        known
            .flatMap(CatalogueCard::accuracy)
            .map(PublishedAccuracy::top1)
            .map(top1 -> String.format(Locale.ROOT, "%.2f", top1))
            .orElse("-"),
        here.map(WeightsCard::licence).orElseGet(() -> known.orElseThrow().licence()));
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
