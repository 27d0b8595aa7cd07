package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.ImportSettings;
import org.graft4j.zoo.WeightsVerification;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft4j weights}: what pretrained weights there are, and bringing in others. */
@Command(
    name = "weights",
    description = "Lists, shows, verifies and imports pretrained weights.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      WeightsCommand.ListWeights.class,
      WeightsCommand.Show.class,
      WeightsCommand.Verify.class,
      WeightsCommand.Import.class
    })
final class WeightsCommand {

  /** {@code weights list}. */
  @Command(name = "list", description = "Lists known weights.", mixinStandardHelpOptions = true)
  static final class ListWeights implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      Zoo zoo = Zoo.standard();
      ArrayNode list = new ObjectMapper().createArrayNode();
      for (String id : zoo.list()) {
        WeightsCard card = zoo.card(id);
        list.add(json(card));
        if (!json) {
          Terminal.result(
              id
                  + "  "
                  + card.input().width()
                  + "x"
                  + card.input().height()
                  + "  "
                  + card.licence()
                  + "  "
                  + card.source());
        }
      }
      if (json) {
        Terminal.result(list.toString());
      }
      return 0;
    }
  }

  /** {@code weights show}. */
  @Command(name = "show", description = "Shows a weights card.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "An id from 'weights list'.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      WeightsCard card = Zoo.standard().card(id);
      if (json) {
        Terminal.result(json(card).toString());
        return 0;
      }
      Terminal.result("id            " + card.id());
      Terminal.result("architecture  " + card.architecture());
      Terminal.result("reach         " + card.upTo().map(g -> "up to " + g).orElse("whole"));
      Terminal.result("input         " + card.input());
      Terminal.result(
          "classes       " + (card.classes().isEmpty() ? "unknown" : card.classes().toString()));
      Terminal.result("licence       " + card.licence());
      Terminal.result("source        " + card.source());
      Terminal.result("sha256        " + card.sha256());
      return 0;
    }
  }

  /** {@code weights verify}. */
  @Command(
      name = "verify",
      description = "Holds a weights file against an architecture.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "safetensors, .pth or .pt.")
    private Path file = Path.of("");

    @Option(names = "--arch", required = true, paramLabel = "ARCH", description = "Say resnet18.")
    private String architecture = "";

    @Option(
        names = "--features-at",
        paramLabel = "GROUP",
        description = "Ask for the weights up to this layer group only.")
    private @Nullable String featuresAt;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      WeightsVerification found = Zoo.verify(file, architecture, Optional.ofNullable(featuresAt));
      if (json) {
        ObjectMapper mapper = new ObjectMapper();
        Terminal.result(mapper.writeValueAsString(found));
      } else {
        Terminal.result(
            file
                + " fits "
                + architecture
                + ": "
                + found.tensors()
                + " tensors, "
                + found.parameters()
                + " values, "
                + (found.classes() == 0 ? "no head" : found.classes() + " classes")
                + ", "
                + found.format());
        Terminal.result("ignored: " + found.ignored());
      }
      if (!found.nonFinite().isEmpty()) {
        Terminal.error("NaN or infinite values in " + found.nonFinite());
        return 1;
      }
      return 0;
    }
  }

  /** {@code weights import}. */
  @Command(
      name = "import",
      description = "Checks a weights file and keeps a copy of it under an id.",
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "safetensors, .pth or .pt.")
    private Path file = Path.of("");

    @Option(names = "--arch", required = true, paramLabel = "ARCH", description = "Say resnet18.")
    private String architecture = "";

    @Option(names = "--id", required = true, paramLabel = "ID", description = "Say resnet18.mine.")
    private String id = "";

    @Option(
        names = "--features-at",
        paramLabel = "GROUP",
        description = "The layer group at which the file ends, if it is not whole.")
    private @Nullable String featuresAt;

    @Option(names = "--licence", defaultValue = "unknown", description = "Licence of the weights.")
    private String licence = "unknown";

    @Option(names = "--source", defaultValue = "unknown", description = "Where they come from.")
    private String source = "unknown";

    @Option(names = "--json", description = "Print the card as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      ImportSettings settings = ImportSettings.unknown().withOrigin(licence, source);
      WeightsCard card =
          Zoo.standard()
              .importFile(
                  file,
                  architecture,
                  id,
                  featuresAt == null ? settings : settings.withCut(featuresAt));
      Terminal.result(json ? json(card).toString() : card.id() + "  " + card.sha256());
      return 0;
    }
  }

  private static ObjectNode json(WeightsCard card) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("id", card.id());
    node.put("architecture", card.architecture());
    node.put("upTo", card.upTo().orElse(null));
    ObjectNode input = node.putObject("input");
    input.put("height", card.input().height());
    input.put("width", card.input().width());
    if (card.input().resize() instanceof ResizeRule.ShorterSide shorter) {
      input.putObject("resize").put("shorterSide", shorter.size());
    } else {
      input.put("resize", "squash");
    }
    input.put("channels", card.input().channels().name());
    input.set("mean", mapper.valueToTree(card.input().mean()));
    input.set("std", mapper.valueToTree(card.input().std()));
    node.set("classes", mapper.valueToTree(card.classes()));
    node.put("licence", card.licence());
    node.put("source", card.source());
    node.put("sha256", card.sha256());
    return node;
  }
}
