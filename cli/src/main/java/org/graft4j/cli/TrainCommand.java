package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUpOrCutMix;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.features.FeatureCache;
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
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
    description =
        "Grafts a head onto a backbone, trains it on a folder of pictures and saves the model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final int MOST_VIEWS = 256;

  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private AugmentOption augment = new AugmentOption();
  @Mixin private MixOption mix = new MixOption();
  @Mixin private TensorBoardOption tensorboard = new TensorBoardOption();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class; or with train/ and val/ or test/, and the"
              + " classes in them.")
  private Path data = Path.of("");

  @Option(
      names = "--plan",
      defaultValue = "linear-probe",
      converter = PlanName.Converter.class,
      description = "linear-probe, head-then-all or full (default: ${DEFAULT-VALUE}).")
  private PlanName plan = PlanName.LINEAR_PROBE;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs of the plan's last stage (default: 50 for linear-probe, 10 for head-then-all, 30"
              + " for full).")
  private @Nullable Integer epochs;

  @Option(
      names = "--views",
      paramLabel = "N",
      description =
          "Views of each picture that a frozen part of the network sees, the plain one among them:"
              + " more of them cost more; 1 to "
              + MOST_VIEWS
              + ", with --augment only (default: 4 with --augment, else 1).")
  private @Nullable Integer views;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Pictures in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description =
          "Highest learning rate of the head in the last stage; the plan's other rates keep their"
              + " proportion to it (default: 0.03 for linear-probe, 0.001 for head-then-all, 0.002"
              + " for full).")
  private @Nullable Double rate;

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
      description = "Write report.html, report.json and report.md there.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    Augmentation augmentation = augment.augmentation();
    if (views != null && views > 1 && augmentation.isNone()) {
      throw usage("--views must have --augment: without it all " + views + " would be the same");
    }
    OutputFile.require(out, force);
    if (report != null) {
      OutputFile.requireFolder(report, force || resume);
    }
    tensorboard.require();
    requireNoForgottenRun();
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      return train(augmentation, cache);
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private int train(Augmentation augmentation, Optional<FeatureCache> cache) throws IOException {
    ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), cache);
    Seed runSeed = learning.seed();
    DatasetSplit split = learning.split(folder);
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
    BackboneOptions.Chosen chosen = backbone.load(runSeed);
    TrainJob job =
        new TrainJob(
            split,
            chosen.backbone(),
            chosen.batchNorm(),
            plan.plan(epochs == null ? plan.defaultEpochs() : epochs, rate),
            augmentation,
            views == null ? OptionalInt.empty() : OptionalInt.of(views),
            mix.mixing(),
            batch,
            runSeed,
            maxError == null ? OptionalDouble.empty() : OptionalDouble.of(maxError),
            out,
            force,
            resume,
            cache);
    noteFewerViews(job.plan());
    Optional<TrainOutcome> trained = train(job);
    cache.ifPresent(CacheOptions::note);
    if (trained.isEmpty()) {
      if (json) {
        Terminal.json("{\"finished\":false}");
      }
      return 0;
    }
    TrainOutcome outcome = trained.get();
    outcome.decision().ifPresent(FittedDecision::note);
    Optional<LeakFinding> leak = Optional.empty();
    if (report != null) {
      leak = Optional.of(Reports.leak(split));
      Path page =
          Reports.write(
              report,
              "Training on " + data.toAbsolutePath().normalize().getFileName(),
              plan.toString(),
              List.of(outcome.named(plan.toString())),
              outcome.result().model(),
              job.heldOut(),
              leak.get());
      Terminal.note("report: " + page);
    }
    print(outcome, leak, folder, cache);
    return 0;
  }

  /** Empty if --stop-after ended it: that is what was asked for, and no failure. */
  private Optional<TrainOutcome> train(TrainJob job) throws IOException {
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
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
    if (epochs != null && epochs <= 0) {
      throw usage("--epochs must be positive, but was " + epochs);
    }
    if (views != null && (views < 1 || views > MOST_VIEWS)) {
      throw usage("--views must be from 1 to " + MOST_VIEWS + ", but was " + views);
    }
    boolean pastes = mix.mixing() instanceof CutMix || mix.mixing() instanceof MixUpOrCutMix;
    if (plan != PlanName.FULL && pastes) {
      throw usage(
          "--mix cutmix works with --plan full only, but the plan is "
              + plan
              + "; use --mix mixup");
    }
    if (batch <= 0) {
      throw usage("--batch must be positive, but was " + batch);
    }
    if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw usage("--lr must be positive and finite, but was " + rate);
    }
    if (maxError != null && !(maxError > 0 && maxError < 1)) {
      throw usage("--max-error must be between 0 and 1, but was " + maxError);
    }
    if (stopAfter != null && stopAfter <= 0) {
      throw usage("--stop-after must be positive, but was " + stopAfter);
    }
  }

  /** Epochs take the views in turn: a stage of few of them gets to see few. */
  private void noteFewerViews(FineTunePlan stages) {
    if (views == null) {
      return;
    }
    if (plan == PlanName.FULL) {
      Terminal.note("--views changes nothing with --plan full: each epoch draws anew");
    }
    for (Stage stage : stages.stages()) {
      if (stage.scope() instanceof Scope.HeadOnly && stage.epochs() < views) {
        Terminal.note(
            "of --views "
                + views
                + " stage '"
                + stage.name()
                + "' sees "
                + stage.epochs()
                + ": it has no more epochs");
      }
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

  private void print(
      TrainOutcome outcome,
      Optional<LeakFinding> leak,
      ImageFolder folder,
      Optional<FeatureCache> cache)
      throws IOException {
    if (!json) {
      Terminal.result(Reports.line(outcome.report(), leak));
      Terminal.result("model: " + out);
      return;
    }
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = (ObjectNode) mapper.readTree(outcome.report().toJson());
    node.put("model", out.toString());
    node.put("plan", plan.toString());
    node.put("epochs", outcome.result().history().size());
    outcome.decision().ifPresent(fit -> FittedDecision.write(fit, node.putObject("decision")));
    leak.ifPresent(
        found -> node.putObject("leak").put("tested", found.tested()).put("count", found.count()));
    node.put("seconds", outcome.seconds());
    node.put("pictures", folder.items().size());
    cache.ifPresent(c -> node.set("cache", CacheOptions.json(c)));
    Terminal.json(mapper.writeValueAsString(node));
  }
}
