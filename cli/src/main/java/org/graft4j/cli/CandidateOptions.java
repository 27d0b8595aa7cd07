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
      description = "Ids of known weights, with commas between (default: all of 'weights list').")
  private @Nullable List<String> ids;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<WeightsFile> files = new ArrayList<>();

  /** One weights file; the options may be repeated for more. */
  static final class WeightsFile {
    @Option(
        names = "--weights",
        required = true,
        paramLabel = "FILE",
        description = "A weights file to advise on too; --weights and --arch may be repeated.")
    private Path file = Path.of("");

    @Option(
        names = "--arch",
        required = true,
        paramLabel = "ARCH",
        completionCandidates = BackboneOptions.ArchitectureIds.class,
        description = "Architecture of the weights file: ${COMPLETION-CANDIDATES}.")
    private String architecture = "";

    @Option(
        names = "--features-at",
        paramLabel = "GROUP",
        description = "Cut that backbone above this layer group, say layer3.")
    private @Nullable String featuresAt;

    private String name() {
      return file.getFileName() + (featuresAt == null ? "" : " to " + featuresAt);
    }

    private Candidate candidate(String id) {
      return new Candidate(
          id, () -> Zoo.fromFile(file, architecture, Optional.ofNullable(featuresAt)));
    }

    /** As {@code train} takes it. */
    private List<String> trainOptions() {
      List<String> options = new ArrayList<>(List.of("--backbone", file.toString()));
      options.addAll(List.of("--arch", architecture));
      if (featuresAt != null) {
        options.addAll(List.of("--features-at", featuresAt));
      }
      return options;
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
      all.put(id, new Named(new Candidate(id, () -> zoo.load(id)), List.of("--backbone", id)));
    }
    for (WeightsFile weights : files) {
      if (!Files.isRegularFile(weights.file)) {
        throw new IllegalArgumentException(
            "--weights must be a weights file, but there is no " + weights.file);
      }
      String name = all.containsKey(weights.name()) ? weights.file.toString() : weights.name();
      if (all.putIfAbsent(name, new Named(weights.candidate(name), weights.trainOptions()))
          != null) {
        throw new IllegalArgumentException("--weights must differ, but " + name + " came twice");
      }
    }
    return all;
  }
}
