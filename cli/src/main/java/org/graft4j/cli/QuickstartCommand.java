package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.graft4j.bundle.Classification;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.report.RunResult;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code graft4j quickstart}: draws a small data set, trains on it three ways with the ordinary
 * train job, and shows what the pretrained backbone was worth.
 */
@Command(
    name = "quickstart",
    description = "Shows the whole path on pictures that it draws itself, without a download.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  private static final String BACKBONE = "slimresnet.shapes";
  private static final Map<String, Integer> PICTURES = Map.of("train", 15, "test", 60);
  private static final int SIZE = 96;

  /** 120 pictures are few: smaller batches give each way more steps. */
  private static final int BATCH = 16;

  @ParentCommand private @Nullable Graft4j root;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for pictures, models and report (default: the first free graft4j-quickstart).")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seedValue = 42;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  /** One way to train. */
  private record Way(String name, boolean pretrained, PlanName plan, int epochs, String file) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("from scratch", false, PlanName.FULL, 40, "from-scratch.zip"),
          new Way("linear probe", true, PlanName.LINEAR_PROBE, 60, "linear-probe.zip"),
          new Way("head then all", true, PlanName.HEAD_THEN_ALL, 15, "model.zip"));

  @Override
  public Integer call() throws IOException {
    Path folder = out == null ? free() : out;
    OutputFile.requireFolder(folder, false);
    Files.createDirectories(folder);
    Seed seed = Seed.of(seedValue);
    Path pictures = folder.resolve("pictures");
    int written = DrawnFolder.write(DrawnTask.target(), pictures, PICTURES, SIZE, seed);
    Terminal.note(
        "drew "
            + written
            + " pictures of "
            + DrawnTask.target().labels().size()
            + " classes in "
            + pictures);

    ImageFolder data = ImageFolder.scan(pictures);
    DatasetSplit split = DatasetSplit.of(data, 0, seed);
    Objects.requireNonNull(root).interrupt().workStarts();
    List<RunResult> runs = new ArrayList<>();
    TrainedModel best = null;
    for (Way way : WAYS) {
      Terminal.note("");
      Terminal.note(way.name());
      TrainOutcome outcome = train(way, split, folder, seed);
      runs.add(outcome.named(way.name()));
      best = outcome.result().model();
      Terminal.note(Reports.line(outcome.report()));
    }
    Path page =
        Reports.write(
            folder.resolve("report"),
            Reports.page("Quickstart", WAYS.get(WAYS.size() - 1).name(), runs)
                .leak(
                    Reports.leak(
                        split.train(),
                        split.heldOut(),
                        Objects.requireNonNull(root).interrupt()::requested)),
            Objects.requireNonNull(best),
            split.heldOut());
    print(folder, runs, page, split);
    return 0;
  }

  private TrainOutcome train(Way way, DatasetSplit split, Path folder, Seed seed)
      throws IOException {
    Backbone pretrained = Zoo.standard().load(BACKBONE);
    TrainJob job =
        new TrainJob(
            split,
            way.pretrained()
                ? new BackboneOptions.Chosen(pretrained, BatchNormPolicy.FROZEN)
                : new BackboneOptions.Chosen(
                    UntrainedBackbone.like(pretrained, seed), BatchNormPolicy.TRAIN),
            TrainingPipeline.plain(way.plan(), way.epochs(), BATCH),
            seed,
            OptionalDouble.empty(),
            folder.resolve(way.file()),
            false,
            false,
            Map.of(),
            Optional.empty());
    return job.run(new ProgressLine(), Objects.requireNonNull(root).interrupt()::requested);
  }

  private static Path free() {
    Path first = Path.of("graft4j-quickstart");
    Path next = first;
    for (int i = 2; Files.exists(next); i++) {
      next = Path.of(first + "-" + i);
    }
    return next;
  }

  private void print(Path folder, List<RunResult> runs, Path page, DatasetSplit split)
      throws IOException {
    ImageItem sample = split.heldOut().get(0);
    Path model = folder.resolve(WAYS.get(WAYS.size() - 1).file());
    Classification prediction;
    try (ImageClassifier classifier = ImageClassifier.open(model)) {
      prediction = classifier.classify(sample.file(), 1);
    }
    if (json) {
      printJson(folder, runs, page, sample, prediction);
      return;
    }
    Terminal.result("");
    Terminal.result(
        String.format(
            Locale.ROOT, "%-14s  %8s  %-16s  %7s", "", "accuracy", "95 % interval", "seconds"));
    for (RunResult run : runs) {
      Terminal.result(
          String.format(
              Locale.ROOT,
              "%-14s  %8.3f  [%.3f, %.3f]    %7.1f",
              run.name(),
              run.report().accuracy(),
              run.report().accuracyInterval().low(),
              run.report().accuracyInterval().high(),
              run.seconds()));
    }
    Terminal.result(
        String.format(
            Locale.ROOT,
            "on %d test pictures of %d classes, %d training pictures",
            split.heldOut().size(),
            split.labels().size(),
            split.train().size()));
    Terminal.result(
        String.format(
            Locale.ROOT,
            "%s shows a %s; the model says %s, %.3f",
            sample.id(),
            split.labels().name(sample.label()),
            prediction.best().label(),
            prediction.best().probability()));
    Terminal.result(
        "models:  "
            + String.join(
                ", ", WAYS.stream().map(w -> folder.resolve(w.file()).toString()).toList()));
    Terminal.result("report:  " + page);
  }

  private static void printJson(
      Path folder, List<RunResult> runs, Path page, ImageItem sample, Classification prediction)
      throws IOException {
    ObjectNode node = JsonResult.of(1);
    ArrayNode list = node.putArray("runs");
    for (RunResult run : runs) {
      ObjectNode entry = list.addObject();
      entry.put("name", run.name());
      entry.put("seconds", run.seconds());
      entry.set("report", JsonResult.tree(run.report().toJson()));
    }
    node.put("folder", folder.toString());
    node.put("report", page.toString());
    node.putObject("prediction")
        .put("picture", sample.id())
        .put("label", prediction.best().label())
        .put("probability", prediction.best().probability());
    JsonResult.print(node);
  }
}
