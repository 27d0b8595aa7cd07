package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A pretrained backbone for a command that can do without. */
final class OptionalBackbone {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--backbone",
      paramLabel = "ID|FILE",
      description =
          "Id of weights from 'weights list', fetched if they are not here, or a weights file with"
              + " --arch: its features confirm near copies and, without --predictions, find labels"
              + " that may be wrong.")
  private @Nullable String backbone;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      completionCandidates = BackboneOptions.ArchitectureIds.class,
      description = "Architecture of the weights file: ${COMPLETION-CANDIDATES}.")
  private @Nullable String architecture;

  @Option(
      names = "--features-at",
      paramLabel = "GROUP",
      description = "Cut the backbone above this layer group, say layer3.")
  private @Nullable String featuresAt;

  /** Fails as wrong usage does if options do not go together. */
  void require() {
    if (backbone == null && (architecture != null || featuresAt != null)) {
      throw usage("--arch and --features-at must go with --backbone, but there was none");
    }
    if (backbone != null && architecture == null && Files.isRegularFile(Path.of(backbone))) {
      throw usage(
          "--arch must say which architecture the weights file "
              + backbone
              + " is of, say resnet18");
    }
    if (backbone != null && architecture != null && !Files.isRegularFile(Path.of(backbone))) {
      throw usage("no such file or folder: " + backbone + "; --backbone must be a weights file");
    }
  }

  /** Loaded and, if need be, fetched; empty if none was named. */
  Optional<Backbone> load() throws IOException {
    if (backbone == null) {
      return Optional.empty();
    }
    if (architecture != null) {
      return Optional.of(
          Zoo.fromFile(Path.of(backbone), architecture, Optional.ofNullable(featuresAt)));
    }
    Zoo zoo = Zoo.builder().listener(new FetchProgress()).build();
    FetchProgress.announce(zoo, backbone);
    return Optional.of(featuresAt == null ? zoo.load(backbone) : zoo.load(backbone, featuresAt));
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }
}
