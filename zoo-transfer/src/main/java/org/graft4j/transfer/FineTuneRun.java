package org.graft4j.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
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
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.EpochRecord;
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
  private final Map<String, String> facts;
  private final @Nullable Checkpoint saved;
  private final List<EpochRecord> history = new ArrayList<>();

  /** The whole network; a stage that trains some of it puts a new one here. */
  private ComputationGraph network;

  private FineTuneRun(
      Backbone backbone,
      FineTuneSettings settings,
      DatasetSplit split,
      RunCaches caches,
      Map<String, String> facts,
      @Nullable Checkpoint saved) {
    this.backbone = backbone;
    this.settings = settings;
    this.split = split;
    this.caches = caches;
    this.facts = facts;
    this.saved = saved;
    this.network = Graft.onto(backbone, settings.head(), settings.seed());
  }

  static FineTuneResult of(Backbone backbone, FineTuneSettings settings, DatasetSplit split)
      throws IOException {
    try (RunCaches caches = new RunCaches(settings.cache())) {
      Map<String, String> facts = RunFacts.of(backbone, settings, split, caches.digests());
      Checkpoint saved = saved(settings, facts);
      return new FineTuneRun(backbone, settings, split, caches, facts, saved).run();
    } catch (UncheckedIOException e) {
      // Its own message names the picture or the file.
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private static @Nullable Checkpoint saved(FineTuneSettings settings, Map<String, String> facts)
      throws IOException {
    if (!settings.resume() || settings.checkpoint().isEmpty()) {
      return null;
    }
    CheckpointFile file = CheckpointFile.at(settings.checkpoint().get());
    if (!file.exists()) {
      return null;
    }
    Checkpoint saved = file.read();
    RunFacts.requireSame(saved.settings(), facts);
    return saved;
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
      takeOver(saved);
    }
    for (int index = first; index < stages.size(); index++) {
      Stage stage = stages.get(index);
      Checkpoint resume = saved != null && saved.stage() == index ? ofStage(saved, stage) : null;
      history.addAll(train(stage, index, resume));
    }
    TrainedModel model =
        new TrainedModel(
            GraphEdits.withStockLayers(network),
            backbone.input(),
            settings.head().labels(),
            new Provenance(facts));
    return new FineTuneResult(model, history);
  }

  private List<EpochRecord> train(Stage stage, int index, @Nullable Checkpoint resume)
      throws IOException {
    if (resume != null && resume.finished()) {
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
    int views = FeaturePass.views(settings, stage.epochs());
    List<EpochRecord> epochs;
    try (FrozenPart frozen =
        FrozenPart.of(
            untrainedSoFar(frontier, index) ? backbone.graph() : network,
            frontier,
            new Views(views, settings.augmentation(), settings.seed()),
            settings.precision(),
            backbone.input(),
            split.labels(),
            caches)) {
      FeaturePass pass = FeaturePass.over(frozen, settings, split, views);
      epochs =
          TrainingLoop.train(
              upper,
              loop(
                  stage,
                  index,
                  mixed(pass.training(seedOf(index)), index),
                  pass.validation(),
                  resume));
    }
    Map<String, INDArray> parameters = network.paramTable();
    upper.paramTable().forEach((name, values) -> parameters.get(name).assign(values));
    return epochs;
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

  private List<EpochRecord> trainWhole(Stage stage, int index, @Nullable Checkpoint resume) {
    BatchSource data =
        PictureBatches.training(
            split.train(),
            split.labels(),
            backbone.input(),
            settings.batchSize(),
            settings.augmentation(),
            seedOf(index));
    @Nullable BatchSource validation =
        split.validation().isEmpty()
            ? null
            : PictureBatches.evaluation(
                split.validation(), split.labels(), backbone.input(), settings.batchSize());
    return TrainingLoop.train(network, loop(stage, index, mixed(data, index), validation, resume));
  }

  /** The network frozen as the stage wants it, with its batch norms by the policy. */
  private ComputationGraph formFor(Stage stage) {
    if (stage.scope() instanceof Scope.HeadOnly) {
      return network;
    }
    Set<String> frozen = stage.scope().frozen(backbone.groups());
    ComputationGraph graph = GraphEdits.withFrozen(network, frozen::contains);
    return settings.batchNorm() == BatchNormPolicy.FROZEN
        ? GraphEdits.withFixedStatistics(graph, vertex -> !frozen.contains(vertex))
        : GraphEdits.withPlainBatchNorm(graph);
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
      BatchSource data,
      @Nullable BatchSource validation,
      @Nullable Checkpoint resume) {
    LearningRates rates = stage.rates();
    return TrainingSettings.of(data, stage.epochs(), rates.head())
        .stage(stage.name(), index)
        .validation(validation)
        .optimizer(settings.optimizer())
        .schedule(settings.schedule())
        .rateFactor(layer -> rates.of(layer, backbone.groups()) / rates.head())
        .labelSmoothing(settings.labelSmoothing())
        .earlyStopping(validation == null ? null : settings.earlyStopping().orElse(null))
        .seed(settings.seed())
        .listener(settings.listener())
        .stop(settings.stop())
        .checkpoint(this::store)
        .resume(resume)
        .build();
  }

  private void store(Checkpoint state) {
    if (settings.checkpoint().isEmpty()) {
      return;
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    if (state.stage() > 0) {
      // What earlier stages trained and this one does not has to be kept too.
      network
          .paramTable()
          .forEach((name, values) -> arrays.put(Checkpoint.PARAMETER + name, values));
    }
    arrays.putAll(state.arrays());
    Checkpoint whole =
        new Checkpoint(
            facts,
            state.stage(),
            state.epoch(),
            state.finished(),
            state.bestEpoch(),
            concat(history, state.history()),
            state.steps(),
            arrays);
    try {
      CheckpointFile.at(settings.checkpoint().get()).write(whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the stored parameters into the network, and the epochs of stages that are over. */
  private void takeOver(Checkpoint checkpoint) {
    Map<String, INDArray> parameters = network.paramTable();
    checkpoint
        .arrays()
        .forEach(
            (name, stored) -> {
              if (name.startsWith(Checkpoint.PARAMETER)) {
                put(parameters, name.substring(Checkpoint.PARAMETER.length()), stored);
              }
            });
    String current = settings.plan().stages().get(checkpoint.stage()).name();
    checkpoint.history().stream().filter(e -> !e.stage().equals(current)).forEach(history::add);
  }

  private static void put(Map<String, INDArray> parameters, String name, INDArray stored) {
    INDArray values = parameters.get(name);
    if (values == null || !Arrays.equals(values.shape(), stored.shape())) {
      throw new IllegalArgumentException(
          "the checkpoint does not fit this network: it has a parameter '"
              + name
              + "' of shape "
              + Arrays.toString(stored.shape()));
    }
    values.assign(stored);
  }

  private static Checkpoint ofStage(Checkpoint whole, Stage stage) {
    return new Checkpoint(
        whole.settings(),
        whole.stage(),
        whole.epoch(),
        whole.finished(),
        whole.bestEpoch(),
        whole.history().stream().filter(e -> e.stage().equals(stage.name())).toList(),
        whole.steps(),
        whole.arrays());
  }

  private static List<EpochRecord> concat(List<EpochRecord> first, List<EpochRecord> second) {
    List<EpochRecord> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Views beyond the plain one make sense only where something is drawn. */
  static int defaultViews(Augmentation augmentation) {
    return augmentation.isNone() ? 1 : 4;
  }
}
