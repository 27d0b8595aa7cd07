package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.adapt.PartialWeights;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.format.WeightsFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which backbone, and how much of it. */
final class BackboneOptions {
  /** A batch norm's, in torch's naming or, where torch has no such layer, in DL4J's. */
  private static final Pattern STATISTIC = Pattern.compile("_(mean|var)$");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--backbone",
      required = true,
      paramLabel = "ID|FILE",
      description =
          "Id of weights from 'weights list', fetched if they are not here, or a weights file with"
              + " --arch.")
  private String backbone = "";

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      completionCandidates = ArchitectureIds.class,
      description = "Architecture of the weights file: ${COMPLETION-CANDIDATES}.")
  private @Nullable String architecture;

  @Option(
      names = "--features-at",
      paramLabel = "GROUP",
      description = "Cut the backbone above this layer group, say layer3.")
  private @Nullable String featuresAt;

  @Option(
      names = "--from-scratch",
      description = "Start from random weights of the same architecture, for comparison.")
  private boolean fromScratch;

  @Option(
      names = "--partial",
      paramLabel = "SHARE",
      description =
          "Load what fits of a weights file of another network, at least this share (0..1) of the"
              + " parameters; the rest starts from random weights, and is listed.")
  private @Nullable Double partial;

  /** For the help text and for completion in a shell. */
  static final class ArchitectureIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Architectures.all().stream().map(Architecture::id).iterator();
    }
  }

  /**
   * A backbone to train on.
   *
   * @param batchNorm training where batch norms have no statistics of a pretraining
   */
  record Chosen(Backbone backbone, BatchNormPolicy batchNorm) {}

  /** The words of a command that choose the same. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--backbone", backbone));
    if (architecture != null) {
      words.addAll(List.of("--arch", architecture));
    }
    if (featuresAt != null) {
      words.addAll(List.of("--features-at", featuresAt));
    }
    if (fromScratch) {
      words.add("--from-scratch");
    }
    if (partial != null) {
      words.addAll(List.of("--partial", partial.toString()));
    }
    return words;
  }

  /**
   * Fails as wrong usage does if something compares with a pretrained network, and there is none.
   */
  void requireFor(TuningOptions tuning) {
    Optional<String> option = tuning.ofPretrained();
    if (fromScratch && option.isPresent()) {
      throw usage(
          option.get()
              + " must have pretrained weights, but --from-scratch starts from random ones; leave"
              + " one of the two out");
    }
  }

  Chosen load(Seed seed) throws IOException {
    Optional<String> cut = Optional.ofNullable(featuresAt);
    Path file = Path.of(backbone);
    if (partial != null && (architecture == null || featuresAt != null || fromScratch)) {
      throw usage(
          "--partial must come with a weights file and --arch, and without --features-at and"
              + " --from-scratch");
    }
    Backbone loaded;
    if (architecture != null || Files.isRegularFile(file)) {
      if (architecture == null) {
        throw usage(
            "--arch must say which architecture the weights file " + file + " is of, say resnet18");
      }
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            "no such file or folder: " + file + "; --backbone must be a weights file");
      }
      if (partial != null) {
        return partly(file, architecture, seed);
      }
      loaded = whole(file, architecture, cut);
    } else {
      Zoo zoo = Zoo.builder().listener(new FetchProgress()).build();
      FetchProgress.announce(zoo, backbone);
      loaded = featuresAt == null ? zoo.load(backbone) : zoo.load(backbone, featuresAt);
    }
    return fromScratch
        ? new Chosen(UntrainedBackbone.like(loaded, seed), BatchNormPolicy.TRAIN)
        : new Chosen(loaded, BatchNormPolicy.FROZEN);
  }

  /** Says how the pictures are prepared, which may follow from whose names the tensors have. */
  private static Backbone whole(Path file, String architecture, Optional<String> cut)
      throws IOException {
    Backbone loaded = Zoo.fromFile(file, architecture, cut);
    Terminal.note(loaded.card().orElseThrow().source() + ", pictures " + loaded.input());
    return loaded;
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  private Chosen partly(Path file, String architecture, Seed seed) throws IOException {
    Backbone initial = UntrainedBackbone.of(architecture, 0, seed);
    try (WeightsFile weights = WeightsFile.open(file)) {
      PartialWeights.Loaded<Backbone> loaded =
          PartialWeights.of(weights.tensors())
              .leastShare(Objects.requireNonNull(partial))
              .into(initial);
      Terminal.note(loaded.report().toString());
      // A new batch norm's statistics, mean 0 and variance 1, are those of no network.
      boolean allNorms =
          loaded.report().left().stream().noneMatch(left -> STATISTIC.matcher(left.name()).find());
      return new Chosen(
          loaded.network(), allNorms ? BatchNormPolicy.FROZEN : BatchNormPolicy.TRAIN);
    }
  }
}
