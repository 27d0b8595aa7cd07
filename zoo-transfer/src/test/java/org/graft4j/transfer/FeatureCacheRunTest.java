package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.features.CacheStatistics;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.Precision;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.runtime.Arithmetic;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A cache changes the time that a run takes, and nothing else. */
class FeatureCacheRunTest {
  private static final long ROOM = 1L << 24;
  private static final LearningRates RATES = LearningRates.uniform(1e-2);

  /** The frozen low group under a trained one, then the head alone on the trained trunk. */
  private static final FineTunePlan HIGH_THEN_HEAD =
      new FineTunePlan(
          List.of(
              new Stage("high", new Scope.From("high"), 2, RATES),
              new Stage("head", new Scope.HeadOnly(), 2, RATES)));

  @TempDir static Path folder;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private static FineTuner.Builder tuner(FineTunePlan plan) {
    return FineTuner.of(SmallTask.backbone(3))
        .head(Head.linear(split.labels(), 0.3))
        .plan(plan)
        .augmentation(SmallTask.BLOT)
        .views(2)
        .batchSize(12)
        .seed(Seed.of(9));
  }

  private byte[] run(FineTuner.Builder tuner) throws IOException {
    return SmallTask.bundle(tuner.build().fit(split), own);
  }

  private FeatureCache cache(long budget) throws IOException {
    return FeatureCache.open(own.resolve("cache"), budget);
  }

  private byte[] runWith(long budget, UnaryOperator<FineTuner.Builder> more) throws IOException {
    try (FeatureCache cache = cache(budget)) {
      return run(more.apply(tuner(HIGH_THEN_HEAD)).cache(cache));
    }
  }

  private static int pictures() {
    return split.train().size() + split.validation().size();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void fit_coldWarmHalfWarmFullOrNoCache_givesTheSameBytes(Precision precision) throws Exception {
    UnaryOperator<FineTuner.Builder> rounded = b -> b.featurePrecision(precision);
    byte[] without = run(rounded.apply(tuner(HIGH_THEN_HEAD)));

    assertThat(runWith(0, rounded)).as("no room").isEqualTo(without);
    assertThat(runWith(ROOM, rounded)).as("cold").isEqualTo(without);
    assertThat(runWith(ROOM, rounded)).as("warm").isEqualTo(without);
    dropHalfOfTheShards();
    assertThat(runWith(ROOM, rounded)).as("half warm").isEqualTo(without);
  }

  private void dropHalfOfTheShards() throws IOException {
    try (Stream<Path> files = Files.walk(own.resolve("cache"))) {
      List<Path> shards = files.filter(f -> f.toString().endsWith(".rows")).sorted().toList();
      for (int i = 0; i < shards.size(); i += 2) {
        Files.delete(shards.get(i));
      }
    }
  }

  /** Rows of some pictures only: the others are run in batches of other neighbours. */
  @Test
  void fit_cacheOfSomeOfThePictures_givesTheSameBytes() throws Exception {
    byte[] without = run(tuner(HIGH_THEN_HEAD));
    DatasetSplit some =
        new DatasetSplit(
            split.labels(),
            split.train().stream().filter(item -> item.id().contains("2")).toList(),
            List.of(),
            List.of());
    try (FeatureCache cache = cache(ROOM)) {
      tuner(HIGH_THEN_HEAD).cache(cache).build().fit(some);
      CacheStatistics before = cache.statistics();

      assertThat(run(tuner(HIGH_THEN_HEAD).cache(cache))).isEqualTo(without);
      assertThat(cache.statistics().hits()).isGreaterThan(before.hits());
    }
  }

  @Test
  void fit_secondTime_runsNoTrunk() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(3);
    try (FeatureCache cache = cache(ROOM)) {
      run(tuner(plan).cache(cache));
      CacheStatistics cold = cache.statistics();
      assertThat(cold.misses()).isEqualTo(pictures() + split.train().size());
      boolean[] ran = {false};
      run(
          tuner(plan)
              .cache(cache)
              .listener(event -> ran[0] |= event instanceof TrainingEvent.Featurising));

      assertThat(ran[0]).isFalse();
      assertThat(cache.statistics().misses()).isEqualTo(cold.misses());
      assertThat(cache.statistics().hits()).isEqualTo(pictures() + split.train().size());
      assertThat(cache.statistics().bytesWritten()).isEqualTo(cold.bytesWritten());
    }
  }

  @Test
  void fit_otherSeedAndAugmentation_sharesThePlainView() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(2);
    Augmentation other = Augmentation.named("another blot", SmallTask.BLOT);
    try (FeatureCache cache = cache(ROOM)) {
      run(tuner(plan).cache(cache));
      run(tuner(plan).cache(cache).seed(Seed.of(10)).augmentation(other));

      assertThat(cache.statistics().hits()).isEqualTo(pictures());
      assertThat(cache.spaces()).hasSize(3);
    }
  }

  /** Folds with seeds of their own must not pay for the views again. */
  @Test
  void fit_otherSeedWithTheSameViews_sharesAllViews() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(2);
    try (FeatureCache cache = cache(ROOM)) {
      byte[] first = run(tuner(plan).cache(cache));
      CacheStatistics cold = cache.statistics();

      byte[] second = run(tuner(plan).cache(cache).seed(Seed.of(10)).viewSeed(Seed.of(9)));

      assertThat(second).isNotEqualTo(first);
      assertThat(cache.statistics().misses()).isEqualTo(cold.misses());
    }
  }

  @Test
  void fit_unnamedAugmentation_keepsThePlainViewOnly() throws Exception {
    try (FeatureCache cache = cache(ROOM)) {
      run(
          tuner(FineTunePlan.linearProbe(2))
              .augmentation((picture, random) -> picture)
              .cache(cache));

      assertThat(cache.spaces()).hasSize(1);
    }
  }

  /** As a sequence of no augmentations: further views would be the plain one again. */
  @Test
  void fit_augmentationThatIsNone_hasThePlainViewOnly() throws Exception {
    Augmentation none = Augmentation.named("nothing", Augmentation.NONE);
    try (FeatureCache cache = cache(ROOM)) {
      run(
          FineTuner.of(SmallTask.backbone(3))
              .head(Head.linear(split.labels()))
              .plan(FineTunePlan.linearProbe(2))
              .augmentation(none)
              .cache(cache));

      assertThat(cache.statistics().misses()).isEqualTo(pictures());
    }
  }

  /** Rows of another engine or processor are other rows: key and provenance say the same of it. */
  @Test
  void fit_keyAndProvenance_holdTheArithmetic() throws Exception {
    try (FeatureCache cache = cache(ROOM)) {
      FineTuneResult result = tuner(FineTunePlan.linearProbe(1)).cache(cache).build().fit(split);

      assertThat(cache.spaces())
          .isNotEmpty()
          .allMatch(space -> space.description().contains(Arithmetic.of().text()));
      assertThat(result.model().provenance().facts()).containsAllEntriesOf(Arithmetic.of().facts());
    }
  }

  @Test
  void fit_viewsInTurn_areDrawnAnew() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(3);

    assertThat(run(tuner(plan).views(3))).isNotEqualTo(run(tuner(plan).views(2)));
  }

  @Test
  void fit_damagedShards_givesTheSameBytes() throws Exception {
    byte[] without = runWith(ROOM, b -> b);
    try (Stream<Path> files = Files.walk(own.resolve("cache"))) {
      for (Path shard : files.filter(f -> f.toString().endsWith(".rows")).toList()) {
        byte[] content = Files.readAllBytes(shard);
        content[content.length - 5] ^= 1; // in the last row
        Files.write(shard, content);
      }
    }

    assertThat(runWith(ROOM, b -> b)).isEqualTo(without);
    // What the damaged shards held besides, and was not read again, is computed here.
    runWith(ROOM, b -> b);
    try (FeatureCache cache = cache(ROOM)) {
      assertThat(run(tuner(HIGH_THEN_HEAD).cache(cache))).isEqualTo(without);
      assertThat(cache.statistics().misses()).as("stored again").isZero();
    }
  }

  @Test
  void resume_cacheFullThenEmpty_givesTheBytesOfAnUnbrokenRun() throws Exception {
    byte[] whole = run(tuner(HIGH_THEN_HEAD));
    Path checkpoint = own.resolve("run.checkpoint");
    int[] steps = {0};
    try (FeatureCache full = cache(0)) {
      FineTuner first =
          tuner(HIGH_THEN_HEAD)
              .cache(full)
              .checkpoint(checkpoint)
              .listener(event -> steps[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
              .stopWhen(() -> steps[0] >= 6)
              .build();
      assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);
    }
    try (FeatureCache empty = cache(ROOM)) {
      assertThat(run(tuner(HIGH_THEN_HEAD).cache(empty).checkpoint(checkpoint).resume(true)))
          .isEqualTo(whole);
    }
  }

  @Test
  void fit_twoRunsOverOneFolderAtOnce_giveTheSameBytes() throws Exception {
    byte[] without = run(tuner(HIGH_THEN_HEAD));
    byte[][] results = new byte[2][];
    Thread[] threads = new Thread[2];
    for (int i = 0; i < 2; i++) {
      int number = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  results[number] = runWith(ROOM, b -> b);
                } catch (IOException e) {
                  results[number] = new byte[0];
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(results[0]).isEqualTo(without);
    assertThat(results[1]).isEqualTo(without);
  }

  /** The frozen group under the frontier computes what it computes inside the whole network. */
  @ParameterizedTest
  @ValueSource(strings = {"frozen", "train"})
  void fromGroup_upperGraphOnCachedRows_isTheWholeGraphOnTheSameBatches(BatchNormPolicy norms)
      throws Exception {
    Backbone backbone = SmallTask.backbone(3);
    FineTunePlan plan =
        new FineTunePlan(List.of(new Stage("high", new Scope.From("high"), 3, RATES)));
    Optimizer optimizer = Optimizer.sgd(0.9);
    ComputationGraph run =
        FineTuner.of(backbone)
            .head(Head.linear(split.labels()))
            .plan(plan)
            .optimizer(optimizer)
            .schedule(Schedule.cosine())
            .batchNorm(norms)
            .batchSize(16)
            .seed(Seed.of(9))
            .build()
            .fit(split)
            .graph();

    ComputationGraph whole = whole(backbone, norms, optimizer);
    for (Map.Entry<String, INDArray> e : run.paramTable().entrySet()) {
      INDArray difference = whole.getParam(e.getKey()).sub(e.getValue());
      assertThat(difference.amaxNumber().doubleValue()).as(e.getKey()).isLessThan(1e-5);
    }
    Map<String, INDArray> before = backbone.graph().paramTable();
    for (String frozen : List.of("conv1_W", "bn1_gamma", "bn1_beta", "bn1_mean", "bn1_var")) {
      assertThat(run.getParam(frozen).data().asFloat())
          .as(frozen)
          .isEqualTo(before.get(frozen).data().asFloat());
    }
    assertThat(run.getParam("conv2_W").sub(before.get("conv2_W")).amaxNumber().doubleValue())
        .as("conv2 trains")
        .isGreaterThan(1e-3);
  }

  private static ComputationGraph whole(
      Backbone backbone, BatchNormPolicy norms, Optimizer optimizer) {
    Seed seed = Seed.of(9);
    var low = backbone.groups().vertices("low");
    ComputationGraph graph =
        GraphEdits.withFrozen(
            Graft.onto(backbone, Head.linear(split.labels()), seed), low::contains);
    ComputationGraph formed =
        norms == BatchNormPolicy.FROZEN
            ? GraphEdits.withFixedStatistics(graph, vertex -> !low.contains(vertex))
            : graph;
    PictureBatches data =
        PictureBatches.training(
            split.train(),
            split.labels(),
            backbone.input(),
            16,
            Augmentation.NONE,
            Seed.of(seed.derive("stage", 0)));
    TrainingLoop.train(
        formed, TrainingSettings.of(data, 3, RATES.head()).optimizer(optimizer).seed(seed).build());
    return GraphEdits.withStockLayers(formed);
  }
}
