package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.InputSpecJson;
import org.graft4j.zoo.WeightsVerification;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weights verify}. */
@Command(
    name = "verify",
    description = "Checks weights that are here, or holds a file against an architecture.",
    mixinStandardHelpOptions = true)
final class WeightsVerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID|FILE",
      description = "An id: digest, architecture and values are checked; or a file, with --arch.")
  private String weights = "";

  @Mixin private final ZooOptions options = new ZooOptions();

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "Architecture of the file, say resnet18.")
  private @Nullable String architecture;

  @Option(
      names = "--features-at",
      paramLabel = "GROUP",
      description = "Ask for the file's weights up to this layer group only.")
  private @Nullable String featuresAt;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    WeightsVerification found = found();
    if (json) {
      ObjectNode node = new ObjectMapper().valueToTree(found);
      InputSpecJson.write(found.input(), node.putObject("input"));
      Terminal.json(node.toString());
    } else {
      Terminal.result(
          weights
              + " fits "
              + found.architecture()
              + ": "
              + found.tensors()
              + " tensors, "
              + found.parameters()
              + " values, "
              + (found.classes() == 0 ? "no head" : found.classes() + " classes")
              + ", "
              + found.format());
      Terminal.result("names: of " + found.scheme());
      Terminal.result("pictures: " + found.input());
      Terminal.result("sha256: " + found.sha256());
      Terminal.result("ignored: " + found.ignored());
    }
    if (!found.nonFinite().isEmpty()) {
      Terminal.error("NaN or infinite values in " + found.nonFinite());
      return 1;
    }
    return 0;
  }

  private WeightsVerification found() throws IOException {
    if (architecture != null) {
      return Zoo.verify(Path.of(weights), architecture, Optional.ofNullable(featuresAt));
    }
    if (Files.isRegularFile(Path.of(weights))) {
      throw new IllegalArgumentException(
          "--arch must say which architecture the file " + weights + " is of, say resnet18");
    }
    if (featuresAt != null) {
      throw new IllegalArgumentException("--features-at is for a file with --arch, not for an id");
    }
    return options.zoo().verify(weights);
  }
}
