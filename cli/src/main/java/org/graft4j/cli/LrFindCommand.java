package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.graft4j.data.DatasetSplit;
import org.graft4j.features.FeatureCache;
import org.graft4j.train.RateCurve;
import org.graft4j.train.RateRange;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTuner;
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

/** {@code graft4j lr-find}. */
@Command(
    name = "lr-find",
    customSynopsis = "graft4j lr-find DATA --backbone ID|FILE [options]",
    description =
        "Looks for train's --lr: trains the plan's last stage for some steps at a growing rate, and"
            + " shows where the loss fell. Keeps no model. Of three rules for the rate, the steepest"
            + " fall, the longest valley and a tenth of the minimum's, it names the median, so that"
            + " no odd one decides. --lr, --epochs, --schedule, --early-stopping, --ema and --swa"
            + " change nothing in the stage that is tried.",
    mixinStandardHelpOptions = true)
final class LrFindCommand implements Callable<Integer> {
  private static final int FEWEST = 20;
  private static final int MOST = 100_000;

  /** What has no say where the rate of each step is given, and the weights are thrown away. */
  private static final List<String> OF_A_TRAINING =
      List.of("schedule", "early-stopping", "ema", "swa");

  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();
  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private PipelineOptions training = new PipelineOptions();

  @Parameters(paramLabel = "DATA", description = "The folder that train would be given.")
  private Path data = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "X",
      defaultValue = "1e-6",
      description = "Rate of the first step (default: ${DEFAULT-VALUE}).")
  private double from = 1e-6;

  @Option(
      names = "--to",
      paramLabel = "X",
      defaultValue = "10",
      description = "Rate of the last step (default: ${DEFAULT-VALUE}).")
  private double to = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Steps from the one to the other, 20 to 100000 (default: ${DEFAULT-VALUE}). With --plan"
              + " linear-probe a step costs next to nothing, else as much as in train.")
  private int steps = 100;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TrainingPipeline pipeline = training.pipeline();
    backbone.requireFor(pipeline.tuning());
    learning.require();
    noteIdle(pipeline);
    RateRange range = range();
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      Tried tried = tryRates(pipeline, range, cache);
      cache.ifPresent(CacheOptions::note);
      print(tried.stage(), range, tried.curve());
      return 0;
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private static void noteIdle(TrainingPipeline pipeline) {
    List<String> idle = new ArrayList<>();
    if (pipeline.rate() != null) {
      idle.add("--lr");
    }
    if (pipeline.epochs() != null) {
      idle.add("--epochs");
    }
    pipeline.tuning().words().keySet().stream()
        .filter(OF_A_TRAINING::contains)
        .forEach(word -> idle.add("--" + word));
    if (!idle.isEmpty()) {
      Terminal.note(
          String.join(", ", idle)
              + (idle.size() == 1 ? " changes" : " change")
              + " nothing in the stage that lr-find tries: it sets the rates, and keeps no weights");
    }
  }

  private RateRange range() {
    if (!(from > 0 && from < Double.POSITIVE_INFINITY)) {
      throw usage("--from must be positive and finite, but was " + from);
    }
    if (!(to > from && to < Double.POSITIVE_INFINITY)) {
      throw usage("--to must be above --from, " + from + ", and finite, but was " + to);
    }
    if (steps < FEWEST || steps > MOST) {
      throw usage("--steps must be from " + FEWEST + " to " + MOST + ", but was " + steps);
    }
    return new RateRange(from, to, steps);
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** The rates that were tried, and in which stage. */
  private record Tried(Stage stage, RateCurve curve) {}

  private Tried tryRates(TrainingPipeline pipeline, RateRange range, Optional<FeatureCache> cache)
      throws IOException {
    DatasetSplit split = learning.split(Pictures.toTrainOn(data, learning.strict(), cache));
    BackboneOptions.Chosen chosen = backbone.load(learning.seed());
    List<Stage> stages = pipeline.stages(chosen.backbone()).stages();
    Stage last = stages.get(stages.size() - 1);
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    TrainingPipeline tried = split.validation().isEmpty() ? pipeline.unwatched() : pipeline;
    FineTuner.Builder tuner =
        tried
            .tuner(chosen, split, learning.seed())
            .listener(quietIn(last.name(), new ProgressLine()))
            .stopWhen(interrupt::requested);
    cache.ifPresent(tuner::cache);
    return new Tried(last, tuner.build().findRate(split, range));
  }

  /** The epochs of the stage that is tried are no epochs of a training. */
  private static TrainingListener quietIn(String stage, TrainingListener listener) {
    return event -> {
      boolean ofTest =
          (event instanceof TrainingEvent.StageStarted s && s.stage().equals(stage))
              || (event instanceof TrainingEvent.EpochDone e && e.record().stage().equals(stage));
      if (!ofTest) {
        listener.onEvent(event);
      }
    };
  }

  private void print(Stage stage, RateRange range, RateCurve curve) {
    if (json) {
      JsonResult.print(json(stage, range, curve));
    } else {
      RateText.lines(stage, range, curve).forEach(Terminal::result);
    }
  }

  private static ObjectNode json(Stage stage, RateRange range, RateCurve curve) {
    ObjectNode result = JsonResult.of(1);
    result.put("stage", stage.name());
    result.put("planRate", stage.rates().head());
    result.putObject("range").put("from", range.lowest()).put("to", range.highest());
    result.put("steps", range.steps());
    ArrayNode points = result.putArray("points");
    curve
        .points()
        .forEach(
            point ->
                points
                    .addObject()
                    .put("rate", point.rate())
                    .put("loss", point.loss())
                    .put("smoothed", point.smoothed()));
    result.put("diverged", curve.diverged());
    ObjectNode suggestions = result.putObject("suggestions");
    put(suggestions, "steepest", curve.steepest());
    put(suggestions, "valley", curve.valley());
    put(suggestions, "minimumOverTen", curve.minimumOverTen());
    put(result, "suggestion", curve.suggestion());
    result.put("rule", "median of the suggestions there are, the lower one of two");
    return result.put("verdict", curve.verdict());
  }

  private static void put(ObjectNode node, String key, OptionalDouble rate) {
    if (rate.isPresent()) {
      node.put(key, rate.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}
