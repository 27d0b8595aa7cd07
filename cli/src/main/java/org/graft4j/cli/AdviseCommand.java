package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.advice.Advice;
import org.graft4j.eval.advice.Advisor;
import org.graft4j.eval.advice.Candidate;
import org.graft4j.eval.advice.Verdict;
import org.graft4j.features.FeatureCache;
import org.graft4j.zoo.UntrainedBackbone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code graft4j advise}. */
@Command(
    name = "advise",
    description =
        "Says which backbone suits a folder of pictures and what to do with it, without training.",
    mixinStandardHelpOptions = true)
final class AdviseCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private CandidateOptions candidateOptions = new CandidateOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private LearningOptions learning = new LearningOptions();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class; of one with train/ and val/ or test/, train/"
              + " alone is looked at, and of another one what 'train' with the same --seed and"
              + " --val-fraction learns from.")
  private Path data = Path.of("");

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Most pictures to probe each backbone on, of each class in proportion (default:"
              + " ${DEFAULT-VALUE}).")
  private int pictures = 1000;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "Folds of the probe's cross-validation (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    Map<String, CandidateOptions.Named> named = candidateOptions.candidates();
    if (named.isEmpty()) {
      throw new IOException("no weights are there to advise on: import some, or give --weights");
    }
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), cache);
      Advice advice = advise(folder, named, cache);
      cache.ifPresent(CacheOptions::note);
      for (Advice.Failed failed : advice.failed()) {
        Terminal.note("left out " + failed.id() + ": " + failed.reason());
      }
      print(advice, named);
      return 0;
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private void requireOptions() {
    learning.require();
    if (pictures < 2) {
      throw usage("--pictures must be 2 at least, but was " + pictures);
    }
    if (folds < 2) {
      throw usage("--folds must be 2 at least, but was " + folds);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private Advice advise(
      ImageFolder folder, Map<String, CandidateOptions.Named> named, Optional<FeatureCache> cache)
      throws IOException {
    List<ImageItem> items = learning.learnedFrom(folder);
    List<Candidate> candidates =
        named.values().stream().map(CandidateOptions.Named::candidate).toList();
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    Advisor.Builder advisor =
        Advisor.builder()
            .pictures(pictures)
            .folds(folds)
            .seed(learning.seed())
            .untrained(UntrainedBackbone::like)
            .listener(new AdviceProgress())
            .stopWhen(interrupt::requested);
    cache.ifPresent(advisor::cache);
    return advisor.build().advise(folder.labels(), items, candidates);
  }

  private void print(Advice advice, Map<String, CandidateOptions.Named> named) throws IOException {
    if (json) {
      Terminal.json(AdviceJson.of(advice, id -> command(advice, id, named)));
      return;
    }
    AdviceTable.lines(advice).forEach(Terminal::result);
    Terminal.result("");
    if (advice.ranked().size() > 1) {
      Terminal.result(
          "the best of "
              + advice.ranked().size()
              + " probes is flattered by chance: measure the trained model on pictures kept aside");
    }
    // Ranked first only if there is no other.
    if (advice.best().verdict() == Verdict.FROM_SCRATCH) {
      Terminal.result("none of these backbones is worth transferring; without transfer:");
    }
    Terminal.result(AdvisedTraining.text(command(advice, advice.best().id(), named)));
  }

  private List<String> command(
      Advice advice, String id, Map<String, CandidateOptions.Named> named) {
    return AdvisedTraining.command(
        data,
        Objects.requireNonNull(named.get(id)).trainOptions(),
        learning,
        advice.ranked().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow());
  }
}
