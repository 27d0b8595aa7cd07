package org.graft4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpecJson;
import org.graft4j.data.LabelMap;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.StrictJson;
import org.graft4j.zoo.ImportSettings;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weights import}. */
@Command(
    name = "import",
    description = "Checks a weights file and keeps a copy of it under an id.",
    mixinStandardHelpOptions = true)
final class WeightsImportCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 4 << 20;

  @Parameters(paramLabel = "FILE", description = "A weights file, say safetensors or .pth.")
  private Path file = Path.of("");

  @Mixin private final ZooOptions options = new ZooOptions();

  @Option(names = "--arch", required = true, paramLabel = "ARCH", description = "Say resnet18.")
  private String architecture = "";

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "A new one, the architecture and a tag: say resnet18.mine.")
  private String id = "";

  @Option(
      names = "--features-at",
      paramLabel = "GROUP",
      description = "The layer group at which the file ends, if it is not whole.")
  private @Nullable String featuresAt;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Text file with the names of the head's classes, one in a line, in its order.")
  private @Nullable Path classes;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "JSON file with the preparation of pictures, in the form of \"input\" in 'weights show"
              + " --json' (default: that of the architecture, or of the publisher whose names the"
              + " tensors have).")
  private @Nullable Path input;

  @Option(names = "--licence", defaultValue = "unknown", description = "Licence of the weights.")
  private String licence = "unknown";

  @Option(names = "--source", defaultValue = "unknown", description = "Where they come from.")
  private String source = "unknown";

  @Option(names = "--json", description = "Print the card as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (classes != null && featuresAt != null) {
      throw new IllegalArgumentException(
          "--classes must come with whole weights, but those up to "
              + featuresAt
              + " have no head");
    }
    Zoo zoo = options.zoo();
    ImportSettings settings =
        new ImportSettings(
            input == null ? Optional.empty() : Optional.of(readInput(input)),
            Optional.ofNullable(featuresAt),
            classes == null ? List.of() : readClasses(classes),
            licence,
            source);
    WeightsCard card = zoo.importFile(file, architecture, id, settings);
    Terminal.result(
        json
            ? JsonResult.of(1, WeightsText.json(zoo, card)).toString()
            : card.id() + "  " + card.sha256());
    if (!json) {
      Terminal.note("pictures: " + card.input());
    }
    return 0;
  }

  private static List<String> readClasses(Path names) throws IOException {
    try {
      List<String> lines =
          StandardCharsets.UTF_8.newDecoder().decode(read(names)).toString().lines().toList();
      if (lines.isEmpty()) {
        throw new IOException(names + " must have the name of a class in each line, but is empty");
      }
      return LabelMap.of(lines).names();
    } catch (CharacterCodingException e) {
      throw new IOException(names + " must be text in UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(names + " has no list of classes: " + e.getMessage(), e);
    }
  }

  private static InputSpec readInput(Path spec) throws IOException {
    try {
      return InputSpecJson.read(
          new StrictJson(
              "input",
              new ObjectMapper()
                  .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                  .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readTree(read(spec).array())));
    } catch (JsonProcessingException e) {
      throw new IOException(spec + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(spec + " has no preparation of pictures: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer read(Path text) throws IOException {
    if (Files.isDirectory(text)) {
      throw new IOException(text + " must be a text file, but is a folder");
    }
    try (InputStream in = Files.newInputStream(text)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(text + " must be at most 4 MB, but is larger");
      }
      return ByteBuffer.wrap(bytes);
    }
  }
}
