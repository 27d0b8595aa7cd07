package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft4j.eval.advice.Candidate;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.WeightsVerification;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which backbones are advised on. */
final class CandidateOptions {
  @Option(
      names = "--candidates",
      paramLabel = "ID",
      split = ",",
      description =
          "Ids of known weights, with commas between (default: all that are here, see 'weights list --installed').")
  private @Nullable List<String> ids;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<WeightsFile> files = new ArrayList<>();

  /** One weights file; the options may be repeated for more. */
  static final class WeightsFile {
    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description = "A weights file to advise on too; --weights and --arch may be repeated.")
    private @Nullable Path given;

    @Option(
        names = "--arch",
        paramLabel = "ARCH",
        completionCandidates = BackboneOptions.ArchitectureIds.class,
        description = "Architecture of the weights file: ${COMPLETION-CANDIDATES}.")
    private @Nullable String architecture;

    @Option(
        names = "--features-at",
        paramLabel = "GROUP",
        description = "Cut that backbone above this layer group, say layer3.")
    private @Nullable String featuresAt;

    /** Checks that the file is there and fits; the network is made later. */
    private WeightsChoice checked() throws IOException {
      if (given == null) {
        throw new IllegalArgumentException(
            "--arch and --features-at must go with a --weights FILE, but there was none");
      }
      if (architecture == null) {
        throw new IllegalArgumentException(
            "--arch must say which architecture the weights file "
                + given
                + " is of, say resnet18");
      }
      if (!Files.isRegularFile(given)) {
        throw new IllegalArgumentException(
            "no such file or folder: " + given + "; --weights must be a weights file");
      }
      WeightsChoice choice =
          new WeightsChoice(given, architecture, Optional.ofNullable(featuresAt));
      WeightsVerification found = Zoo.verify(given, architecture, choice.cut());
      Terminal.note(
          given.getFileName() + ", names of " + found.scheme() + ", pictures " + found.input());
      return choice;
    }
  }

  /** A weights file that fits. */
  private record WeightsChoice(Path file, String architecture, Optional<String> cut) {
    private String name() {
      return file.getFileName() + cut.map(group -> " to " + group).orElse("");
    }

    private Named named(String id) {
      return new Named(
          new Candidate(id, new Loaded(() -> Zoo.fromFile(file, architecture, cut))),
          trainOptions());
    }

    /** As {@code train} takes it. */
    private List<String> trainOptions() {
      List<String> options = new ArrayList<>(List.of("--backbone", file.toString()));
      options.addAll(List.of("--arch", architecture));
      cut.ifPresent(group -> options.addAll(List.of("--features-at", group)));
      return options;
    }
  }

  /** Makes a network at each call, which nobody else has. */
  private record Loaded(Candidate.Source loader) implements Candidate.Source {
    @Override
    public Backbone load() throws IOException {
      return loader.load();
    }

    @Override
    public void release(Backbone backbone) {
      backbone.graph().close();
    }
  }

  /**
   * The backbones by their ids, in the order given.
   *
   * @param candidate for the advisor
   * @param trainOptions the options of {@code train} that name it
   */
  record Named(Candidate candidate, List<String> trainOptions) {}

  /** All of them, those named checked to be there; nothing is loaded. */
  Map<String, Named> candidates() throws IOException {
    Zoo zoo = Zoo.standard();
    Map<String, Named> all = new LinkedHashMap<>();
    Set<String> wanted = new LinkedHashSet<>(ids == null ? zoo.list() : ids);
    for (String id : wanted) {
      if (ids != null) {
        zoo.card(id); // says which one is meant if there is none of that id
      }
      all.put(
          id,
          new Named(new Candidate(id, new Loaded(() -> zoo.load(id))), List.of("--backbone", id)));
    }
    for (WeightsFile weights : files) {
      WeightsChoice choice = weights.checked();
      String name = all.containsKey(choice.name()) ? choice.file().toString() : choice.name();
      if (all.putIfAbsent(name, choice.named(name)) != null) {
        throw new IllegalArgumentException("--weights must differ, but " + name + " came twice");
      }
    }
    return all;
  }
}
