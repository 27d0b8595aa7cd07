package org.graft4j.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.catalogue.CatalogueCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weights show}. */
@Command(
    name = "show",
    description = "Shows all that is known of weights.",
    mixinStandardHelpOptions = true)
final class WeightsShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "An id from 'weights list'.")
  private String id = "";

  @Mixin private final ZooOptions options = new ZooOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Zoo zoo = options.zoo();
    Optional<CatalogueCard> known = zoo.catalogue().find(id);
    if (known.isPresent() && !zoo.list().contains(id)) {
      if (json) {
        Terminal.json(WeightsText.json(known.get()).toString());
      } else {
        showKnown(known.get());
      }
      return 0;
    }
    WeightsCard card = zoo.card(id);
    if (json) {
      Terminal.json(WeightsText.json(zoo, card).toString());
      return 0;
    }
    line("id", card.id());
    line("architecture", card.architecture());
    line("file", zoo.file(id).map(Object::toString).orElse("in the library"));
    line("reach", card.upTo().map(g -> "up to " + g).orElse("whole"));
    line("input", card.input());
    if (!card.classes().isEmpty()) {
      line("classes", card.classes());
    }
    line("licence", card.licence());
    line("source", card.source());
    line("sha256", card.sha256());
    WeightsText.published(zoo, card).ifPresent(WeightsShowCommand::showPublished);
    return 0;
  }

  private static void showKnown(CatalogueCard card) {
    line("id", card.id());
    line("architecture", card.architecture());
    line("file", "not here; graft4j weights fetch " + card.id());
    line("reach", card.upTo().map(g -> "up to " + g).orElse("whole"));
    line("size", new ByteSize(card.file().size().most()));
    line("input", card.input());
    line("licence", card.licence());
    line("source", card.source());
    line("sha256", card.file().digest());
    showPublished(card);
  }

  private static void showPublished(CatalogueCard card) {
    card.classes().ifPresent(classes -> line("class set", classes));
    card.accuracy().ifPresent(accuracy -> line("accuracy", accuracy + ", as published"));
    line("names", "of " + card.keys());
    card.file().urls().forEach(url -> line("url", url));
  }

  private static void line(String name, Object value) {
    Terminal.result(name + " ".repeat(14 - name.length()) + value);
  }
}
