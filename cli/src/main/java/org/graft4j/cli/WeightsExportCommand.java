package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.zoo.TorchExport;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weights export}. */
@Command(
    name = "export",
    description = "Writes weights, or a trained model, as safetensors with torchvision's names.",
    mixinStandardHelpOptions = true)
final class WeightsExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID|BUNDLE",
      description = "An id from 'weights list', or a saved model, say model.zip.")
  private String weights = "";

  @Mixin private final ZooOptions options = new ZooOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Say backbone.safetensors.")
  private Path out = Path.of("");

  @Option(
      names = "--features-at",
      paramLabel = "GROUP",
      description = "Only up to this layer group, of weights by id.")
  private @Nullable String featuresAt;

  @Option(names = "--force", description = "Replace what is at --out.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    OutputFile.require("--out", out, force);
    if (Files.isRegularFile(Path.of(weights))) {
      if (featuresAt != null) {
        throw new IllegalArgumentException(
            "--features-at is for weights by id, not for a saved model");
      }
      String head = TorchExport.write(out, force, ModelBundle.open(Path.of(weights)).model());
      Terminal.note("the head is '" + head + "'");
    } else {
      Zoo zoo = options.builder().listener(new FetchProgress()).build();
      FetchProgress.announce(zoo, weights);
      TorchExport.write(out, force, zoo.load(weights, Optional.ofNullable(featuresAt)));
    }
    Terminal.result(out.toString());
    return 0;
  }
}
