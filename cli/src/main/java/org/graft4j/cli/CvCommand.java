package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.resample.CrossValidation;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.FoldDesign;
import org.graft4j.eval.resample.FoldMeasure;
import org.graft4j.eval.resample.FoldStore;
import org.graft4j.eval.resample.FoldedItems;
import org.graft4j.eval.resample.NestedSearch;
import org.graft4j.eval.resample.NestedSearchResult;
import org.graft4j.eval.resample.PipelineCandidate;
import org.graft4j.eval.resample.PipelineComparison;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.RuntimeInfo;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graft4j cv}. */
@Command(
    name = "cv",
    customSynopsis = "graft4j cv DATA --backbone ID|FILE [options]",
    description =
        "Measures a way to train by cross-validation: each fold trains anew and is measured on"
            + " pictures that had no part in it.",
    mixinStandardHelpOptions = true)
final class CvCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private PipelineOptions pipelineOptions = new PipelineOptions();
  @Mixin private FoldOptions folds = new FoldOptions();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class; of one with train/ and val/ or test/, what"
              + " the last number is measured on (test/, or else val/) is left alone.")
  private Path data = Path.of("");

  @Option(
      names = "--candidate",
      paramLabel = "TEXT",
      description =
          "A way to train, as changes of the options: 'plan=full lr=0.01 epochs=5 augment=light"
              + " views=4 batch=16 mix=mixup name=mine', and every option of training by its name,"
              + " say 'schedule=one-cycle'. Two or more of them: inner folds choose one for each"
              + " fold, which is then measured on that fold.")
  private List<String> candidates = new ArrayList<>();

  @Option(
      names = "--grid",
      paramLabel = "FILE",
      description =
          "A JSON file of lists whose combinations are candidates, say {\"lr\":[0.01,0.03]}.")
  private @Nullable Path grid;

  @Option(
      names = "--inner-folds",
      paramLabel = "K",
      defaultValue = "3",
      description = "Folds by which candidates are chosen (default: ${DEFAULT-VALUE}).")
  private int innerFolds = 3;

  @Option(
      names = "--against",
      paramLabel = "TEXT",
      description =
          "Another way to train, as for --candidate, over the same folds: says whether the two"
              + " differ.")
  private @Nullable String against;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Write what was said of each picture by the model that had not learned from it, as JSON"
              + " lines; of further repeats beside it, as FILE-repeat2 and so on.")
  private @Nullable Path predictions;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write report.html, report.json and report.md there: the folds, and all that the"
              + " predictions of the first repeat say.")
  private @Nullable Path report;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Folder that keeps each finished fold for --resume (default: NAME-of-DATA-cv here, gone"
              + " when all is done).")
  private @Nullable Path keep;

  @Option(names = "--resume", description = "Go on with an interrupted run of the same settings.")
  private boolean resume;

  @Option(
      names = "--force",
      description = "Replace what is at --predictions and --report, and forget an interrupted run.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TrainingPipeline base = pipelineOptions.pipeline();
    List<PipelineTexts.Named> tried = requireOptions(base);
    Path place = keep == null ? KeptFolds.beside(data) : keep;
    // There it would be taken for a class of DATA when the run goes on.
    OutputFile.requireOutside("--keep", place, data);
    KeptFolds kept = KeptFolds.at(place);
    kept.begin(resume, force);
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      return run(base, tried, kept, cache);
    } catch (TrainingInterruptedException e) {
      Terminal.note(kept.noteOfInterrupt());
      throw e;
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private List<PipelineTexts.Named> requireOptions(TrainingPipeline base) throws IOException {
    folds.require();
    List<PipelineTexts.Named> tried = new ArrayList<>();
    for (String text : candidates) {
      tried.add(PipelineTexts.parse("--candidate", text, base));
    }
    if (grid != null) {
      tried.addAll(PipelineTexts.grid(grid, base));
    }
    if (tried.size() == 1) {
      throw usage(
          "--candidate must be given twice at least, but there was '"
              + tried.get(0).name()
              + "' alone: to measure one way to train, give its options");
    }
    if (tried.stream().map(PipelineTexts.Named::name).distinct().count() < tried.size()) {
      throw usage("candidates must differ, but were " + names(tried));
    }
    if (innerFolds < 2) {
      throw usage("--inner-folds must be 2 at least, but was " + innerFolds);
    }
    if (against != null && !tried.isEmpty()) {
      throw usage("--against must come without --candidate and --grid");
    }
    for (Path file : predictionFiles()) {
      OutputFile.require("--predictions", file, force || resume);
    }
    if (report != null) {
      OutputFile.requireOutside("--report", report, data);
      OutputFile.requireFolder(report, force || resume);
    }
    return tried;
  }

  private static List<String> names(List<PipelineTexts.Named> tried) {
    return tried.stream().map(PipelineTexts.Named::name).toList();
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private int run(
      TrainingPipeline base,
      List<PipelineTexts.Named> tried,
      KeptFolds kept,
      Optional<FeatureCache> cache)
      throws IOException {
    long start = System.nanoTime();
    PipelineTexts.Named other =
        against == null ? null : PipelineTexts.parse("--against", against, base);
    ImageFolder folder = Pictures.toTrainOn(data, folds.strict(), cache);
    List<ImageItem> items = folds.items(folder);
    FoldDesign design = folds.design(items, folder.givenSplit().isPresent() ? 2 : 1);
    ItemDigests digests = new ItemDigests();
    List<String> notes = requireForFolds(base, other, tried, folder, digests);
    // Before the backbone is loaded: what cannot be divided is known by then.
    FoldedItems folded = design.divide(folder.labels(), items, digests);
    BackboneOptions.Chosen chosen = backbone.load(folds.seed());
    Interrupt interrupt = ((Graft4j) Objects.requireNonNull(spec).root().userObject()).interrupt();
    interrupt.workStarts();
    CvProgress progress = new CvProgress(folded.places().size(), tried.size(), innerFolds);
    TrainingPipeline.Surroundings around =
        new TrainingPipeline.Surroundings(
            chosen, folds.seed(), folds.calibrates(), cache, progress, interrupt::requested);
    CvOutcome outcome;
    if (tried.isEmpty()) {
      CrossValidation validation =
          CrossValidation.over(folded).confidence(folds.confidence()).listener(progress::onFold);
      CrossValidationResult result = one(validation, base, around, chosen, kept.folder());
      CvOutcome.Compared compared = null;
      if (other != null) {
        Terminal.note("against " + other.name());
        CrossValidationResult second =
            one(validation, other.pipeline(), around, chosen, FoldStore.compared(kept.folder()));
        compared =
            new CvOutcome.Compared(
                other.name(), second, PipelineComparison.of(result, second, FoldMeasure.ACCURACY));
      }
      outcome = new CvOutcome(base.describe(), result, compared, notes, null);
    } else {
      NestedSearchResult search =
          NestedSearch.of(design)
              .innerFolds(innerFolds)
              .confidence(folds.confidence())
              .listener(progress::onSearch)
              .keep(kept.folder())
              .run(folder.labels(), items, digests, candidates(tried, around, chosen));
      outcome =
          new CvOutcome(
              "the candidate that inner folds choose", search.outer(), null, notes, search);
    }
    cache.ifPresent(CacheOptions::note);
    List<Path> written = write(outcome.result());
    Path page = report == null ? null : writeReport(report, outcome, chosen);
    if (keep == null) {
      kept.end();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (json) {
      Terminal.json(CvJson.of(outcome, seconds, written, page));
    } else {
      CvTable.lines(outcome).forEach(Terminal::result);
      written.forEach(file -> Terminal.result("predictions: " + file));
      if (page != null) {
        Terminal.result("report: " + page);
      }
    }
    return 0;
  }

  /** Refuses what makes the numbers wrong, and says what makes them doubtful. */
  private List<String> requireForFolds(
      TrainingPipeline base,
      PipelineTexts.@Nullable Named other,
      List<PipelineTexts.Named> tried,
      ImageFolder folder,
      ItemDigests digests)
      throws IOException {
    List<TrainingPipeline> all = new ArrayList<>();
    if (tried.isEmpty()) {
      all.add(base);
    }
    tried.forEach(one -> all.add(one.pipeline()));
    if (other != null) {
      all.add(other.pipeline());
    }
    Set<String> notes = new LinkedHashSet<>();
    for (TrainingPipeline pipeline : all) {
      backbone.requireFor(pipeline.tuning());
      pipeline.tuning().requireForFolds(folder, folds.calibrates(), digests);
      notes.addAll(pipeline.tuning().foldNotes(folder));
    }
    notes.forEach(Terminal::note);
    return List.copyOf(notes);
  }

  private Path writeReport(Path folder, CvOutcome outcome, BackboneOptions.Chosen chosen)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("pipeline", outcome.pipeline());
    settings.put("backbone", String.join(" ", backbone.words()));
    settings.put("weights", chosen.backbone().card().map(WeightsCard::sha256).orElse("random"));
    settings.put("folds", outcome.result().folded().design().toString());
    settings.put("calibrated", Boolean.toString(folds.calibrates()));
    settings.put("seed", Long.toString(folds.seed().value()));
    settings.put("graft4j", RuntimeInfo.graft4jVersion());
    String title = "Cross-validation on " + data.toAbsolutePath().normalize().getFileName();
    return CvReport.write(folder, title, outcome, settings);
  }

  private CrossValidationResult one(
      CrossValidation validation,
      TrainingPipeline pipeline,
      TrainingPipeline.Surroundings around,
      BackboneOptions.Chosen chosen,
      Path place)
      throws IOException {
    return validation.keep(place, facts(pipeline, chosen)).run(pipeline.trainer(around));
  }

  private List<PipelineCandidate> candidates(
      List<PipelineTexts.Named> tried,
      TrainingPipeline.Surroundings around,
      BackboneOptions.Chosen chosen)
      throws IOException {
    List<PipelineCandidate> list = new ArrayList<>();
    for (PipelineTexts.Named one : tried) {
      list.add(
          new PipelineCandidate(
              one.name(), facts(one.pipeline(), chosen), one.pipeline().trainer(around)));
    }
    return list;
  }

  /** All that decides the predictions, but for the items and their division. */
  private Map<String, String> facts(TrainingPipeline pipeline, BackboneOptions.Chosen chosen)
      throws IOException {
    Map<String, String> facts = new LinkedHashMap<>(pipeline.facts(chosen.backbone()));
    facts.put("backbone", String.join(" ", backbone.words()));
    facts.put("weights", chosen.backbone().card().map(WeightsCard::sha256).orElse("random"));
    facts.put("input", chosen.backbone().input().toString());
    facts.put("seed", Long.toString(folds.seed().value()));
    facts.put("calibrated", Boolean.toString(folds.calibrates()));
    return facts;
  }

  private List<Path> write(CrossValidationResult result) throws IOException {
    List<Path> files = predictionFiles();
    for (int repeat = 0; repeat < files.size(); repeat++) {
      PredictionFile.write(files.get(repeat), result.outOfFold().get(repeat), force || resume);
    }
    return files;
  }

  /** One for each repeat; none if they are not asked for. */
  private List<Path> predictionFiles() {
    if (predictions == null) {
      return List.of();
    }
    List<Path> files = new ArrayList<>(List.of(predictions));
    String name = predictions.getFileName().toString();
    int dot = name.lastIndexOf('.') <= 0 ? name.length() : name.lastIndexOf('.');
    for (int repeat = 2; repeat <= folds.repeats(); repeat++) {
      String own = name.substring(0, dot) + "-repeat" + repeat + name.substring(dot);
      files.add(predictions.resolveSibling(own));
    }
    return List.copyOf(files);
  }
}
