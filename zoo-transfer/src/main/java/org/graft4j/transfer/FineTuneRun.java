package org.graft4j.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.MixedBatches;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.featurise.internal.FrozenPart;
import org.graft4j.featurise.internal.RunCaches;
import org.graft4j.featurise.internal.Views;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.Checkpoint;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.RateCurve;
import org.graft4j.train.RateFinder;
import org.graft4j.train.RateRange;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One run of a plan over a split. Confined to one thread, used once. */
final class FineTuneRun {
  private final Backbone backbone;
  private final FineTuneSettings settings;
  private final DatasetSplit split;
  private final RunCaches caches;
  private final RunCheckpoints checkpoints;
  private final @Nullable Checkpoint saved;
  private final List<EpochRecord> history = new ArrayList<>();

  /** Rates to try in the place of the last stage; null for a run that trains it. */
  private final @Nullable RateRange range;

  private @Nullable RateCurve curve;

  /** What the next stage may take over of the last one. */
  private @Nullable Checkpoint heritage;

  /** The whole network; a stage that trains some of it puts a new one here. */
  private ComputationGraph network;

  private FineTuneRun(
      Backbone backbone,
      FineTuneSettings settings,
      DatasetSplit split,
      RunCaches caches,
      RunCheckpoints checkpoints,
      @Nullable Checkpoint saved,
      @Nullable RateRange range) {
    this.backbone = backbone;
    this.settings = settings;
    this.split = split;
    this.caches = caches;
    this.checkpoints = checkpoints;
    this.saved = saved;
    this.range = range;
    this.network = Graft.onto(backbone, settings.head(), settings.seed());
    settings
        .start()
        .ifPresent(model -> Continuation.putHead(model, settings.head().labels(), network));
  }

  static FineTuneResult of(Backbone backbone, FineTuneSettings settings, DatasetSplit split)
      throws IOException {
    try (RunCaches caches = new RunCaches(settings.cache())) {
      Map<String, String> facts = RunFacts.of(backbone, settings, split, caches.digests());
      RunCheckpoints checkpoints = new RunCheckpoints(settings.checkpoint(), facts);
      Checkpoint saved = settings.resume() ? checkpoints.read().orElse(null) : null;
      return new FineTuneRun(backbone, settings, split, caches, checkpoints, saved, null).run();
    } catch (UncheckedIOException e) {
      // Its own message names the picture or the file.
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  /** Runs the stages before the last one, which is tried at all rates of the range in its place. */
  static RateCurve rates(
      Backbone backbone, FineTuneSettings settings, DatasetSplit split, RateRange range)
      throws IOException {
    try (RunCaches caches = new RunCaches(settings.cache())) {
      RunCheckpoints none = new RunCheckpoints(Optional.empty(), Map.of());
      FineTuneRun run = new FineTuneRun(backbone, settings, split, caches, none, null, range);
      run.run();
      return Objects.requireNonNull(run.curve);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private List<EpochRecord> trainOrTest(ComputationGraph graph, TrainingSettings loop) {
    if (range == null || loop.stageIndex() + 1 < settings.plan().stages().size()) {
      return TrainingLoop.train(graph, loop);
    }
    curve = RateFinder.find(graph, loop, range);
    return List.of();
  }

  private FineTuneResult run() throws IOException {
    List<Stage> stages = settings.plan().stages();
    for (Stage stage : stages) {
      MixedShape.require(settings.mixing(), stage, network, frontier(stage), backbone.input());
    }
    int first = saved == null ? 0 : saved.stage();
    if (saved != null) {
      // The stages that are over left the network in another form, with other names for the same
      // statistics: a resumed run has to stand on the same ground.
      stages.subList(0, first + 1).forEach(stage -> network = formFor(stage));
      RunCheckpoints.putParameters(saved, network);
      history.addAll(RunCheckpoints.epochsBefore(saved, stages.get(first)));
    }
    for (int index = first; index < stages.size(); index++) {
      Stage stage = stages.get(index);
      Checkpoint resume =
          saved != null && saved.stage() == index ? RunCheckpoints.ofStage(saved, stage) : null;
      history.addAll(train(stage, index, resume));
    }
    TrainedModel model =
        new TrainedModel(
            GraphEdits.withStockLayers(network),
            backbone.input(),
            settings.head().labels(),
            new Provenance(checkpoints.facts()));
    return new FineTuneResult(model, history);
  }

  private List<EpochRecord> train(Stage stage, int index, @Nullable Checkpoint resume)
      throws IOException {
    if (resume != null && resume.finished()) {
      heritage = resume.heritage(settings.plan().keepsOptimizerState());
      return resume.history();
    }
    network = formFor(stage);
    Optional<String> frontier = frontier(stage);
    return frontier.isPresent()
        ? trainAbove(frontier.get(), stage, index, resume)
        : trainWhole(stage, index, resume);
  }

  /** The last vertex of the frozen part, if all that trains sees it through that one alone. */
  private Optional<String> frontier(Stage stage) {
    if (stage.scope() instanceof Scope.HeadOnly) {
      return Optional.of(backbone.featureVertex());
    }
    Set<String> frozen = stage.scope().frozen(backbone.groups());
    return frozen.isEmpty() ? Optional.empty() : GraphEdits.frontier(network, frozen);
  }

  /** The frozen part runs once over the pictures; the rest trains on what it gave. */
  private List<EpochRecord> trainAbove(
      String frontier, Stage stage, int index, @Nullable Checkpoint resume) throws IOException {
    ComputationGraph upper = GraphEdits.above(network, frontier);
    Views views = viewsOf(stage);
    List<EpochRecord> epochs;
    try (FrozenPart frozen =
            FrozenPart.of(
                untrainedSoFar(frontier, index) ? backbone.graph() : network,
                frontier,
                views,
                settings.precision(),
                backbone.input(),
                split.labels(),
                caches);
        StageSetting setting = setting(stage, index, upper, Optional.of(frontier), views)) {
      FeaturePass pass = FeaturePass.over(frozen, settings, split, views.count());
      if (resume == null) {
        BatchNormForm.prepare(upper, settings.batchNorm(), pass.training(seedOf(index)));
      }
      StageObjective objective = setting.prepare();
      BatchSource own = mixed(withTargets(pass.training(seedOf(index)), objective), index);
      BatchSource data = own;
      if (objective.companions().isPresent()) {
        StageAdditions.Companions others = objective.companions().get();
        data =
            new CompanionBatches(
                own, others, seedOf(index), pass.companions(others.items(), others.perBatch()));
      }
      epochs = trainOrTest(upper, loop(stage, index, objective, data, pass.validation(), resume));
    }
    Map<String, INDArray> parameters = network.paramTable();
    upper.paramTable().forEach((name, values) -> parameters.get(name).assign(values));
    return epochs;
  }

  private Views viewsOf(Stage stage) {
    int count = FeaturePass.views(settings, stage.epochs());
    return new Views(count, settings.augmentation(), settings.viewSeed());
  }

  private StageSetting setting(
      Stage stage, int index, ComputationGraph trained, Optional<String> frontier, Views views) {
    return new StageSetting(
        stage, index, backbone, trained, frontier, split, settings, caches, views);
  }

  private static BatchSource withTargets(BatchSource source, StageObjective objective) {
    return objective.targets().isPresent()
        ? new TargetBatches(source, objective.targets().get())
        : source;
  }

  /**
   * Whether no stage before this one trained what is below the frontier. Then the backbone itself
   * is the trunk: it is the same in every run, whatever the seed and the form of the network.
   */
  private boolean untrainedSoFar(String frontier, int index) {
    Set<String> below = GraphEdits.ancestors(network.getConfiguration(), frontier);
    return settings.plan().stages().subList(0, index).stream()
        .allMatch(
            earlier ->
                earlier.scope().frozen(backbone.groups()).containsAll(withParameters(below)));
  }

  private Set<String> withParameters(Set<String> vertices) {
    return vertices.stream()
        .filter(vertex -> network.getVertex(vertex).numParams() > 0)
        .collect(Collectors.toSet());
  }

  private List<EpochRecord> trainWhole(Stage stage, int index, @Nullable Checkpoint resume)
      throws IOException {
    Views views = viewsOf(stage);
    @Nullable BatchSource validation =
        split.validation().isEmpty()
            ? null
            : PictureBatches.evaluation(
                split.validation(), split.labels(), backbone.input(), settings.batchSize());
    try (StageSetting setting = setting(stage, index, network, Optional.empty(), views)) {
      StageObjective objective = setting.prepare();
      Optional<Views> inViews = setting.inViews();
      PictureBatches pictures =
          pictures(split.train(), settings.batchSize(), seedOf(index), inViews);
      if (resume == null) {
        BatchNormForm.prepare(network, settings.batchNorm(), pictures);
      }
      BatchSource own = mixed(withTargets(pictures, objective), index);
      BatchSource data = own;
      if (objective.companions().isPresent()) {
        StageAdditions.Companions others = objective.companions().get();
        data =
            new CompanionBatches(
                own,
                others,
                seedOf(index),
                (items, epoch) ->
                    pictures(items, others.perBatch(), seedOf(index), inViews)
                        .inGivenOrder()
                        .epoch(epoch));
      }
      return trainOrTest(network, loop(stage, index, objective, data, validation, resume));
    }
  }

  private PictureBatches pictures(
      List<ImageItem> items, int batchSize, Seed seed, Optional<Views> inViews) {
    PictureBatches drawnAnew =
        PictureBatches.training(
                items, split.labels(), backbone.input(), batchSize, settings.augmentation(), seed)
            .withSampling(settings.sampling());
    return inViews
        .map(views -> drawnAnew.inViews(views.count(), views.drawSeed()))
        .orElse(drawnAnew);
  }

  /** The network frozen as the stage wants it, with its batch norms by the policy. */
  private ComputationGraph formFor(Stage stage) {
    if (stage.scope() instanceof Scope.HeadOnly) {
      return network;
    }
    Set<String> frozen = stage.scope().frozen(backbone.groups());
    ComputationGraph graph = GraphEdits.withFrozen(network, frozen::contains);
    return BatchNormForm.of(graph, settings.batchNorm(), vertex -> !frozen.contains(vertex));
  }

  private BatchSource mixed(BatchSource training, int stage) {
    return MixedBatches.of(training, settings.mixing(), seedOf(stage));
  }

  /** Each stage has an order of the pictures and draws of its own. */
  private Seed seedOf(int stage) {
    return Seed.of(settings.seed().derive("stage", stage));
  }

  private TrainingSettings loop(
      Stage stage,
      int index,
      StageObjective objective,
      BatchSource data,
      @Nullable BatchSource validation,
      @Nullable Checkpoint resume) {
    LearningRates rates = stage.rates();
    ToDoubleFunction<String> rateOf = rates.over(backbone);
    return TrainingSettings.of(data, stage.epochs(), rates.head())
        .stage(stage.name(), index)
        .validation(validation)
        .optimizer(settings.optimizer())
        .schedule(settings.schedule())
        .rateFactor(layer -> rateOf.applyAsDouble(layer) / rates.head())
        .objective(objective.objective())
        .unlabelledRows(objective.companions().isPresent())
        .gradients(settings.gradients())
        .averaging(settings.averaging())
        .earlyStopping(validation == null ? null : settings.earlyStopping().orElse(null))
        .seed(settings.seed())
        .listener(settings.listener())
        .stop(settings.stop())
        .checkpoint(this::keep)
        .resume(resume)
        .previous(resume == null ? heritage : null)
        .build();
  }

  private void keep(Checkpoint state) {
    checkpoints.store(state, network, history);
    if (state.finished()) {
      heritage = state.heritage(settings.plan().keepsOptimizerState());
    }
  }
}
