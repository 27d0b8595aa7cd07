package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.Seed;
import org.graft4j.eval.report.ModelCard;
import org.graft4j.eval.report.RunReport;
import org.graft4j.features.FeatureCache;
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code graft4j train}. */
@Command(
    name = "train",
    customSynopsis = "graft4j train DATA --backbone ID|FILE --out FILE [options]",
    description =
        "Grafts a head onto a backbone, trains it on a folder of pictures and saves the model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private PipelineOptions training = new PipelineOptions();
  @Mixin private TensorBoardOption tensorboard = new TensorBoardOption();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class; or with train/ and val/ or test/, and the"
              + " classes in them.")
  private Path data = Path.of("");

  @Option(
      names = "--max-error",
      paramLabel = "R",
      description =
          "Let the model abstain, so that at most this share of its answers is wrong, with 95 %%"
              + " confidence; say 0.05. Told by the validation part (default: always an answer).")
  private @Nullable Double maxError;

  @Option(names = "--resume", description = "Go on with an interrupted run of the same settings.")
  private boolean resume;

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      description =
          "Stop after N epochs in this call if there are more, without a model yet, to go on later"
              + " with --resume.")
  private @Nullable Integer stopAfter;

  @Option(
      names = "--force",
      description = "Replace what is at --out, and forget an interrupted run.")
  private boolean force;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write, say model.zip.")
  private Path out = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Examine the data, and write report.html, report.json and report.md there.")
  private @Nullable Path report;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description =
          "What only you can say of the model, for the model card of this and later reports: a JSON"
              + " object of texts intendedUse, outOfScope, ethics, caveats.")
  private @Nullable Path card;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TrainingPipeline pipeline = training.pipeline();
    backbone.requireFor(pipeline.tuning());
    requireOptions();
    OutputFile.require("--out", out, force);
    if (report != null) {
      OutputFile.requireFolder(report, force || resume);
      OutputFile.requireOutside("--report", report, data);
    }
    tensorboard.require(data);
    ModelCard stated = card == null ? ModelCard.UNSTATED : ModelCard.read(card);
    requireNoForgottenRun();
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      return train(pipeline, stated, cache);
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private int train(TrainingPipeline pipeline, ModelCard stated, Optional<FeatureCache> cache)
      throws IOException {
    pipeline.tuning().requireValidation(data);
    ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), cache);
    DatasetSplit split = learning.split(folder);
    requireHeldOut(split);
    pipeline.tuning().requireTeacherOf(split.labels());
    ItemDigests digests = cache.map(FeatureCache::digests).orElseGet(ItemDigests::new);
    Optional<SourceCheck> source = pipeline.tuning().source(split, digests);
    BackboneOptions.Chosen chosen = backbone.load(learning.seed());
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    LeakCheck leak = leakCheck(folder, split, source, digests, interrupt::requested);
    source.ifPresent(check -> check.notes().forEach(Terminal::note));
    TrainResult.fewerViews(pipeline, chosen.backbone()).forEach(Terminal::note);
    pipeline.tuning().notes(split).forEach(Terminal::note);
    Optional<TrainOutcome> trained =
        train(job(pipeline, split, chosen, facts(stated, leak), cache), interrupt);
    cache.ifPresent(CacheOptions::note);
    if (trained.isEmpty()) {
      if (json) {
        JsonResult.print(TrainResult.unfinished());
      }
      return 0;
    }
    TrainOutcome outcome = trained.get();
    outcome.decision().ifPresent(FittedDecision::note);
    if (report != null) {
      Terminal.note("report: " + write(report, outcome, pipeline, split, leak));
    }
    TrainResult result =
        new TrainResult(outcome, pipeline, leak, out, folder.items().size(), cache);
    if (json) {
      JsonResult.print(result.json());
    } else {
      result.lines().forEach(Terminal::result);
    }
    return 0;
  }

  private void requireHeldOut(DatasetSplit split) throws DatasetException {
    if (split.heldOut().isEmpty()) {
      throw new DatasetException(
          "'" + data + "' has no picture left to measure the model on: add some to val/ or test/");
    }
    if (maxError != null && split.validation().isEmpty()) {
      throw new DatasetException(
          "--max-error must have a validation part, but '"
              + data
              + "' has none: add val/, apart from test/, or leave the option out");
    }
  }

  /** Before the training: what it finds is a fact of the model, and a reason to stop. */
  private LeakCheck leakCheck(
      ImageFolder folder,
      DatasetSplit split,
      Optional<SourceCheck> source,
      ItemDigests digests,
      BooleanSupplier stop)
      throws IOException {
    if (report == null) {
      return LeakCheck.ofFiles(split, source, digests);
    }
    Seed seed = learning.seed();
    return LeakCheck.ofPictures(
        split,
        source,
        folder.givenSplit().isPresent()
            ? "given by the folder"
            : "divided by this run, seed " + seed.value(),
        seed,
        stop);
  }

  private static Map<String, String> facts(ModelCard stated, LeakCheck leak) {
    Map<String, String> facts = new TreeMap<>(stated.facts());
    facts.putAll(leak.facts());
    return facts;
  }

  private TrainJob job(
      TrainingPipeline pipeline,
      DatasetSplit split,
      BackboneOptions.Chosen chosen,
      Map<String, String> facts,
      Optional<FeatureCache> cache) {
    return new TrainJob(
        split,
        chosen,
        pipeline,
        learning.seed(),
        maxError == null ? OptionalDouble.empty() : OptionalDouble.of(maxError),
        out,
        force,
        resume,
        facts,
        cache);
  }

  private Path write(
      Path folder,
      TrainOutcome outcome,
      TrainingPipeline pipeline,
      DatasetSplit split,
      LeakCheck leak)
      throws IOException {
    String name = pipeline.plan().toString();
    RunReport.Builder page =
        Reports.page(
            "Training on " + data.toAbsolutePath().normalize().getFileName(),
            name,
            List.of(outcome.named(name)));
    leak.doctor().ifPresent(page::doctor);
    return Reports.write(folder, page, outcome.result().model(), split.heldOut());
  }

  /** Empty if --stop-after ended it: that is what was asked for, and no failure. */
  private Optional<TrainOutcome> train(TrainJob job, Interrupt interrupt) throws IOException {
    ProgressLine progress = new ProgressLine();
    StopAfter epochsOfThisCall = new StopAfter(stopAfter, job.plan());
    TrainingListener listener =
        event -> {
          progress.onEvent(event);
          epochsOfThisCall.onEvent(event);
        };
    BooleanSupplier stop = () -> interrupt.requested() || epochsOfThisCall.reached();
    CheckpointFile checkpoint = CheckpointFile.at(TrainJob.checkpointOf(out));
    if (!resume) {
      checkpoint.delete();
    }
    try (TensorBoardOption.Log events = tensorboard.open(job.plan())) {
      TrainOutcome outcome =
          job.run(
              event -> {
                listener.onEvent(event);
                events.onEvent(event);
              },
              stop);
      events.metrics(outcome.report());
      return Optional.of(outcome);
    } catch (TrainingInterruptedException e) {
      if (checkpoint.exists()) {
        Terminal.note("the last epoch is kept: go on with --resume");
      }
      if (interrupt.requested()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void requireOptions() {
    learning.require();
    if (maxError != null && !(maxError > 0 && maxError < 1)) {
      throw usage("--max-error must be between 0 and 1, but was " + maxError);
    }
    if (stopAfter != null && stopAfter <= 0) {
      throw usage("--stop-after must be positive, but was " + stopAfter);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** An interrupted run is not thrown away unasked. */
  private void requireNoForgottenRun() throws IOException {
    CheckpointFile checkpoint = CheckpointFile.at(TrainJob.checkpointOf(out));
    if (!checkpoint.exists()) {
      if (resume) {
        Terminal.note("nothing to resume: starting from the beginning");
      }
      return;
    }
    if (!force && !resume) {
      throw new IOException(
          "an interrupted run for "
              + out
              + " is there: go on with --resume, or start again with --force");
    }
  }
}
