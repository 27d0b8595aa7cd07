package org.graft4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.graft4j.augment.AugmentationFile;
import org.graft4j.augment.Transform;
import org.graft4j.augment.Transforms;
import org.graft4j.data.Augmentation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code augment show}. */
@Command(
    name = "show",
    description =
        "Prints a policy, or a transform with its defaults, as a file, to be changed and given to"
            + " --augment.",
    footer = {"", "Say: graft4j augment show standard --yaml > mine.yaml"},
    mixinStandardHelpOptions = true)
final class AugmentShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME|FILE",
      description = "A policy or a transform from 'augment list', or a file.")
  private String name = "";

  @Option(names = "--yaml", description = "As YAML instead of JSON.")
  private boolean yaml;

  @Override
  public Integer call() throws IOException {
    Transform transform = Transforms.all().get(name);
    Augmentation augmentation = transform == null ? AugmentOption.read(name) : transform;
    if (yaml) {
      Terminal.document(AugmentationFile.yaml(augmentation));
    } else {
      Terminal.json(AugmentationFile.json(augmentation).stripTrailing());
    }
    return 0;
  }
}
