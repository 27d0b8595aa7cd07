package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.augment.search.Candidate;
import org.graft4j.augment.search.PolicySearch;
import org.graft4j.augment.search.SearchResult;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.features.FeatureCache;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graft4j augment search}. */
@Command(
    name = "search",
    description =
        "Says which augmentation helps on a folder of pictures, or that none does: candidates are"
            + " cross-validated with a linear head on the frozen backbone.",
    mixinStandardHelpOptions = true)
final class AugmentSearchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
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
      names = "--candidates",
      paramLabel = "NAME|FILE[:VIEWS]",
      split = ",",
      description =
          "Augmentations to try, by a name from 'augment list' or from a .json or .yaml file;"
              + " without a number of views, 2, 4 and 8 are tried (default: light,standard,heavy).")
  private List<String> candidates = PolicyCandidates.USUAL;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Most pictures to try on, of each class in proportion (default: ${DEFAULT-VALUE}).")
  private int pictures = 1000;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "Folds of the cross-validation (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description =
          "With which the intervals of all candidates hold at once (default: ${DEFAULT-VALUE}).")
  private double confidence = 0.95;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    List<Candidate> tried = PolicyCandidates.parse(candidates);
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), cache);
      List<ImageItem> items = learning.learnedFrom(folder);
      SearchResult result = search(folder, items, tried, cache);
      cache.ifPresent(CacheOptions::note);
      print(result, items.size(), folder.labels().size());
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
    IntervalOptions.requireConfidence(confidence);
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private SearchResult search(
      ImageFolder folder,
      List<ImageItem> items,
      List<Candidate> tried,
      Optional<FeatureCache> cache)
      throws IOException {
    BackboneOptions.Chosen chosen = backbone.load(learning.seed());
    Graft4j root = (Graft4j) Objects.requireNonNull(spec).root().userObject();
    Interrupt interrupt = root.interrupt();
    interrupt.workStarts();
    PolicySearch.Builder search =
        PolicySearch.builder(HeadComparison.probe(), HeadComparison.interval())
            .pictures(pictures)
            .folds(folds)
            .confidence(confidence)
            .seed(learning.seed())
            .listener(new SearchProgress())
            .stopWhen(interrupt::requested);
    cache.ifPresent(search::cache);
    return search.build().search(chosen.backbone(), folder.labels(), items, tried);
  }

  private void print(SearchResult result, int available, int classes) throws IOException {
    List<String> train = command(result);
    if (json) {
      Terminal.json(SearchJson.of(result, available, train));
      return;
    }
    SearchTable.lines(result, available, classes).forEach(Terminal::result);
    Terminal.result(AdvisedTraining.text(train));
  }

  /** The {@code train} command that follows, in words. */
  private List<String> command(SearchResult result) {
    List<String> words = new ArrayList<>(List.of("graft4j", "train", data.toString()));
    words.addAll(backbone.words());
    words.addAll(List.of("--plan", PlanName.LINEAR_PROBE.toString()));
    result
        .chosen()
        .map(SearchResult.Row::candidate)
        .ifPresent(
            chosen ->
                words.addAll(
                    List.of(
                        "--augment", chosen.name(), "--views", Integer.toString(chosen.views()))));
    words.addAll(learning.words());
    words.addAll(List.of("--out", "model.zip"));
    return words;
  }
}
