package org.graft4j.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.featurise.internal.RunCaches;
import org.graft4j.featurise.internal.Views;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.Penalty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage as {@link TransferMethod methods} see it, and what they ask of it. Confined to one
 * thread; closing it ends what they were given.
 */
final class StageSetting implements StageContext, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StageSetting.class);

  private final Stage stage;
  private final int index;
  private final Backbone backbone;
  private final ComputationGraph network;
  private final Optional<String> frontier;
  private final DatasetSplit split;
  private final FineTuneSettings settings;
  private final RunCaches caches;
  private final Views views;
  private final List<StageAdditions> additions = new ArrayList<>();
  private final List<StageRows> rows = new ArrayList<>();
  private final List<StageRows> plain = new ArrayList<>();

  StageSetting(
      Stage stage,
      int index,
      Backbone backbone,
      ComputationGraph network,
      Optional<String> frontier,
      DatasetSplit split,
      FineTuneSettings settings,
      RunCaches caches,
      Views views) {
    this.stage = stage;
    this.index = index;
    this.backbone = backbone;
    this.network = network;
    this.frontier = frontier;
    this.split = split;
    this.settings = settings;
    this.caches = caches;
    this.views = views;
  }

  /** What the run's methods add to the stage. */
  StageObjective prepare() throws IOException {
    Map<String, TransferMethod> names = new HashMap<>();
    for (TransferMethod method : settings.methods()) {
      StageAdditions added = method.prepare(this);
      additions.add(added);
      requireNewNames(added, method, names);
      if (added.equals(StageAdditions.none())) {
        LOG.info(
            "stage '{}' trains nothing that this concerns: {}", stage.name(), method.describe());
      }
    }
    return StageObjective.of(additions, settings.loss(), split);
  }

  /** Names are the methods' own affair: what a user knows of them are their descriptions. */
  private static void requireNewNames(
      StageAdditions added, TransferMethod method, Map<String, TransferMethod> names) {
    Stream.concat(
            added.terms().stream().map(FeatureTerm::name),
            added.penalties().stream().map(Penalty::name))
        .forEach(
            name -> {
              TransferMethod other = names.putIfAbsent(name, method);
              if (other != null && !other.equals(method)) {
                throw new IllegalArgumentException(
                    "methods of a run must be of different kinds, but two add '"
                        + name
                        + "': "
                        + other.describe()
                        + "; "
                        + method.describe());
              }
            });
  }

  /**
   * The views that pictures must be shown in, since some method knows what another network makes of
   * those; empty where none does.
   */
  Optional<Views> inViews() {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    if (views.count() < stage.epochs() && !settings.augmentation().isNone()) {
      LOG.info(
          "stage '{}' shows each picture in {} views in place of drawing it anew in each of {}"
              + " epochs, since a method has to know them",
          stage.name(),
          views.count(),
          stage.epochs());
    }
    return Optional.of(views);
  }

  @Override
  public KeptRows rowsOf(
      ComputationGraph asked, String vertex, InputSpec input, List<ImageItem> items)
      throws IOException {
    StageRows made = StageRows.of(asked, vertex, input, items, views, caches, settings);
    rows.add(made);
    return made;
  }

  @Override
  public KeptRows plainRowsOf(
      ComputationGraph asked, String vertex, InputSpec input, List<ImageItem> items)
      throws IOException {
    StageRows made = StageRows.of(asked, vertex, input, items, Views.plain(), caches, settings);
    plain.add(made);
    return made;
  }

  @Override
  public boolean trains(String vertex) {
    if (network.getConfiguration().getNetworkInputs().contains(vertex)) {
      return false;
    }
    if (!network.getConfiguration().getVertices().containsKey(vertex)) {
      return false; // below the frontier
    }
    return Stream.of(
            GraphEdits.ancestors(network.getConfiguration(), vertex).toArray(new String[0]))
        .anyMatch(this::movesItself);
  }

  private boolean movesItself(String vertex) {
    Layer layer = network.getVertex(vertex).getLayer();
    return layer != null && !(layer instanceof FrozenLayer) && layer.numParams() > 0;
  }

  @Override
  public Stage stage() {
    return stage;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public Backbone backbone() {
    return backbone;
  }

  @Override
  public ComputationGraph network() {
    return network;
  }

  @Override
  public Optional<String> frontier() {
    return frontier;
  }

  @Override
  public DatasetSplit split() {
    return split;
  }

  @Override
  public BatchMixing mixing() {
    return settings.mixing();
  }

  @Override
  public Loss loss() {
    return settings.loss();
  }

  @Override
  public Seed seed() {
    return Seed.of(settings.seed().derive("method", index));
  }

  @Override
  public void close() {
    additions.stream().flatMap(a -> a.terms().stream()).forEach(t -> end(t.name(), t));
    additions.stream().flatMap(a -> a.constraints().stream()).forEach(c -> end("constraint", c));
    rows.forEach(StageRows::close);
    plain.forEach(StageRows::close);
  }

  /** A term that holds a network of its own can be closed, as can a constraint with masks. */
  private static void end(String name, Object part) {
    if (part instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("cannot close " + name, e);
      }
    }
  }
}
