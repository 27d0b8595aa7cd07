package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.eval.diagnose.CurveStep;
import org.graft4j.eval.diagnose.LearningCurve;
import org.graft4j.eval.diagnose.PairedRun;
import org.graft4j.eval.diagnose.TransferGain;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
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

/** {@code graft4j diagnose}. */
@Command(
    name = "diagnose",
    description =
        "Says what the pretrained weights gain over training from scratch, and what more pictures"
            + " would give.",
    mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {
  private static final double CONFIDENCE = 0.95;

  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private LearningOptions learning = new LearningOptions();

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
      description =
          "How the pretrained network is trained: linear-probe, head-then-all, gradual or full"
              + " (default: ${DEFAULT-VALUE}).")
  private PlanName plan = PlanName.LINEAR_PROBE;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs of the plan's last stage (default: 50 for linear-probe, 10 for head-then-all and"
              + " gradual, 30 for full).")
  private @Nullable Integer epochs;

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
          "Highest learning rate of the head in the last stage of the plan (default: the plan's).")
  private @Nullable Double rate;

  @Option(
      names = "--shares",
      paramLabel = "P",
      split = ",",
      defaultValue = "5,10,25,50,100",
      description = "Points of the learning curve, in percent (default: ${DEFAULT-VALUE}).")
  private List<Double> shares = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Trainings for each point of the curve (default: ${DEFAULT-VALUE}).")
  private int runs = 3;

  @Option(names = "--no-curve", description = "Leave the learning curve out.")
  private boolean noCurve;

  @Option(
      names = "--scratch-epochs",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Epochs of the network from scratch, all of which trains: it needs more than a pretrained"
              + " one (default: ${DEFAULT-VALUE}).")
  private int scratchEpochs = 30;

  @Option(
      names = "--scratch-runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trainings of both to compare, by several seeds (default: ${DEFAULT-VALUE}).")
  private int scratchRuns = 1;

  @Option(
      names = "--no-scratch",
      description = "Leave the training from scratch out, which takes longest.")
  private boolean noScratch;

  @Option(
      names = "--test",
      description =
          "Measure on test/ (default: on val/, or on a share of train/ where there is none, since"
              + " what is chosen by test/ makes its last number too good).")
  private boolean test;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    Optional<FeatureCache> kept = cacheOptions.open();
    // So many trainings on the same pictures need a place for their features all the same.
    try (FeatureCache cache = kept.isPresent() ? kept.get() : FeatureCache.temporary()) {
      ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), kept);
      diagnose(MeasuredPart.of(folder, learning, test), cache, kept.isPresent());
      kept.ifPresent(CacheOptions::note);
      return 0;
    }
  }

  private void requireOptions() {
    learning.require();
    if (backbone.words().contains("--from-scratch") || backbone.words().contains("--partial")) {
      throw usage(
          "--from-scratch and --partial must be left out: diagnose trains from scratch too");
    }
    if (noCurve && noScratch) {
      throw usage("--no-curve and --no-scratch must not both be given: nothing would be left");
    }
    requirePositive("--epochs", epochs == null ? 1 : epochs);
    requirePositive("--batch", batch);
    requirePositive("--runs", runs);
    requirePositive("--scratch-epochs", scratchEpochs);
    requirePositive("--scratch-runs", scratchRuns);
    if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw usage("--lr must be positive and finite, but was " + rate);
    }
    for (double share : shares) {
      if (!(share > 0 && share <= 100)) {
        throw usage("--shares must be above 0 and at most 100 percent, but held " + share);
      }
    }
  }

  private void requirePositive(String name, int value) {
    if (value <= 0) {
      throw usage(name + " must be positive, but was " + value);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private void diagnose(MeasuredPart part, FeatureCache cache, boolean kept) throws IOException {
    Backbone pretrained = backbone.load(learning.seed()).backbone();
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    List<CurveStep> steps = new ArrayList<>();
    List<PairedRun> pairs = new ArrayList<>();
    try {
      DiagnosedTraining transfer = transfer(pretrained, part, cache, interrupt);
      transfer.prepare(part.train(), learning.seed());
      if (!noCurve) {
        curve(transfer, part, steps);
      }
      if (!noScratch) {
        TransferGain.measure(
            transfer,
            scratch(pretrained, part, cache, interrupt),
            part.train(),
            scratchRuns,
            learning.seed(),
            CONFIDENCE,
            pairs::add);
      }
    } catch (TrainingInterruptedException e) {
      if (!steps.isEmpty() || !pairs.isEmpty()) {
        print(part, steps, pairs, false);
      }
      if (kept) {
        Terminal.note("what the backbone gave for pictures is kept in " + cache.folder());
      }
      throw e;
    }
    print(part, steps, pairs, true);
  }

  private void curve(DiagnosedTraining transfer, MeasuredPart part, List<CurveStep> steps)
      throws IOException {
    TreeSet<Double> parts = new TreeSet<>();
    shares.forEach(share -> parts.add(share / 100));
    double each = parts.stream().mapToDouble(Double::doubleValue).sum() * part.train().size();
    DiagnoseProgress progress = new DiagnoseProgress(runs * parts.size(), runs * each);
    LearningCurve.measure(
        transfer,
        part.train(),
        part.labels(),
        parts,
        runs,
        learning.seed(),
        CONFIDENCE,
        step -> {
          steps.add(step);
          progress.step(step);
        });
  }

  private DiagnosedTraining transfer(
      Backbone pretrained, MeasuredPart part, FeatureCache cache, Interrupt interrupt) {
    return new DiagnosedTraining(
        seed -> pretrained,
        BatchNormPolicy.FROZEN,
        plan.toString(),
        plan.plan(epochs == null ? plan.defaultEpochs() : epochs, rate, pretrained),
        batch,
        part.labels(),
        part.heldOut(),
        cache,
        DiagnoseProgress.pictures(new ProgressLine()),
        interrupt::requested);
  }

  private DiagnosedTraining scratch(
      Backbone pretrained, MeasuredPart part, FeatureCache cache, Interrupt interrupt) {
    ProgressLine progress = new ProgressLine();
    return new DiagnosedTraining(
        seed -> UntrainedBackbone.like(pretrained, seed),
        BatchNormPolicy.TRAIN,
        PlanName.FULL.toString(),
        FineTunePlan.full(scratchEpochs),
        batch,
        part.labels(),
        part.heldOut(),
        cache,
        progress,
        interrupt::requested);
  }

  private void print(
      MeasuredPart part, List<CurveStep> steps, List<PairedRun> pairs, boolean finished)
      throws IOException {
    Seed seed = learning.seed();
    Diagnosis diagnosis =
        new Diagnosis(
            part.train().size(),
            part.heldOut().size(),
            part.name(),
            part.labels().size(),
            steps,
            steps.isEmpty()
                ? Optional.empty()
                : Optional.of(LearningCurve.of(steps, seed, CONFIDENCE)),
            pairs.isEmpty() ? Optional.empty() : Optional.of(TransferGain.of(pairs, CONFIDENCE)),
            finished);
    if (json) {
      Terminal.json(DiagnosisText.json(diagnosis, seed.value()));
    } else {
      DiagnosisText.lines(diagnosis).forEach(Terminal::result);
    }
  }
}
