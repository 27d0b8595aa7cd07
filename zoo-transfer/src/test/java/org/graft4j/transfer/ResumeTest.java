package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same seed, same bytes: once more, and over an interruption. */
class ResumeTest {
  /** Of 40 pictures in batches of 16. */
  private static final int BATCHES = 3;

  @TempDir static Path folder;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private static FineTuner.Builder tuner(FineTunePlan plan) {
    return tuner(SmallTask.backbone(3), plan);
  }

  private static FineTuner.Builder tuner(Backbone backbone, FineTunePlan plan) {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels(), 0.3))
        .plan(plan)
        .augmentation(SmallTask.BLOT)
        .views(2)
        .labelSmoothing(0.1)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  /** Trains, stops after that many batches of all stages together, and goes on. */
  private byte[] interrupted(FineTunePlan plan, int batches, UnaryOperator<FineTuner.Builder> more)
      throws Exception {
    Path checkpoint = own.resolve("run.checkpoint");
    int[] done = {0};
    FineTuner first =
        more.apply(tuner(plan))
            .checkpoint(checkpoint)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.BatchDone) {
                    done[0]++;
                  }
                })
            .stopWhen(() -> done[0] >= batches)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);
    assertThat(done[0]).isEqualTo(batches);
    FineTuneResult result =
        more.apply(tuner(plan)).checkpoint(checkpoint).resume(true).build().fit(split);
    return SmallTask.bundle(result, own);
  }

  private byte[] whole(FineTunePlan plan, UnaryOperator<FineTuner.Builder> more) throws Exception {
    return SmallTask.bundle(more.apply(tuner(plan)).build().fit(split), own);
  }

  @Test
  void fit_twice_givesTheSameBytes() throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);

    assertThat(whole(plan, b -> b)).isEqualTo(whole(plan, b -> b));
  }

  @Test
  void fit_otherSeed_givesOtherBytes() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(1);

    assertThat(whole(plan, b -> b.seed(Seed.of(10)))).isNotEqualTo(whole(plan, b -> b));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2 * BATCHES, 2 * BATCHES + 2})
  void resume_linearProbe_givesTheBytesOfAnUninterruptedRun(int stopAfter) throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(4);

    assertThat(interrupted(plan, stopAfter, b -> b)).isEqualTo(whole(plan, b -> b));
  }

  /** In stage 1; at its end; in the first epoch of stage 2; at an epoch's end and in the next. */
  @ParameterizedTest
  @CsvSource({
    "4, FROZEN",
    "6, FROZEN",
    "7, FROZEN",
    "9, FROZEN",
    "11, FROZEN",
    "7, TRAIN",
    "11, TRAIN",
    "7, recalibrate",
    "11, recalibrate",
    "7, stochastic:0.5",
    "11, stochastic:0.5"
  })
  void resume_headThenAll_givesTheBytesOfAnUninterruptedRun(int stopAfter, BatchNormPolicy norms)
      throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);

    assertThat(interrupted(plan, stopAfter, b -> b.batchNorm(norms)))
        .isEqualTo(whole(plan, b -> b.batchNorm(norms)));
  }

  @Test
  void resume_threeStages_givesTheBytesOfAnUninterruptedRun() throws Exception {
    LearningRates rates = LearningRates.of(1e-2, 1e-3);
    FineTunePlan plan =
        new FineTunePlan(
            java.util.List.of(
                new Stage("high", new Scope.From("high"), 1, rates),
                new Stage("head", new Scope.HeadOnly(), 1, rates),
                new Stage("all", new Scope.All(), 1, rates)));

    // In the last stage the checkpoint is the head stage's, which holds the high group too.
    assertThat(interrupted(plan, 2 * BATCHES + 1, b -> b)).isEqualTo(whole(plan, b -> b));
  }

  @Test
  void resume_earlyStopping_givesTheBytesOfAnUninterruptedRun() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(30).withRatesTimes(300);
    UnaryOperator<FineTuner.Builder> early = b -> b.earlyStopping(EarlyStopping.after(3));

    assertThat(interrupted(plan, BATCHES + 1, early)).isEqualTo(whole(plan, early));
  }

  @Test
  void resume_history_holdsAllEpochs() throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);
    interrupted(plan, 3 * BATCHES, b -> b);
    FineTuneResult again =
        tuner(plan).checkpoint(own.resolve("run.checkpoint")).resume(true).build().fit(split);

    assertThat(again.history().stream().map(e -> e.stage() + e.epoch()))
        .containsExactly("head1", "head2", "all1", "all2");
    assertThat(again.history().stream().map(EpochRecord::trainLoss))
        .isEqualTo(
            tuner(plan).build().fit(split).history().stream().map(EpochRecord::trainLoss).toList());
  }

  @Test
  void resume_nothingThere_startsFromTheBeginning() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(1);
    FineTuneResult run =
        tuner(plan).checkpoint(own.resolve("none")).resume(true).build().fit(split);

    assertThat(SmallTask.bundle(run, own)).isEqualTo(whole(plan, b -> b));
  }

  private Path checkpointOf(FineTunePlan plan) throws Exception {
    Path checkpoint = own.resolve("run.checkpoint");
    tuner(plan).checkpoint(checkpoint).build().fit(split);
    return checkpoint;
  }

  @Test
  void resume_otherSettings_namesThem() throws Exception {
    Path checkpoint = checkpointOf(FineTunePlan.linearProbe(1));
    FineTuner other =
        tuner(FineTunePlan.linearProbe(2))
            .seed(Seed.of(10))
            .checkpoint(checkpoint)
            .resume(true)
            .build();

    assertThatThrownBy(() -> other.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plan was ")
        .hasMessageContaining("seed was 9, but is 10")
        .hasMessageNotContaining("batch was");
  }

  @Test
  void resume_otherPictures_isRefused() throws Exception {
    Path checkpoint = checkpointOf(FineTunePlan.linearProbe(1));
    DatasetSplit other = SmallTask.split(own.resolve("other"), 2);
    FineTuner tuner =
        tuner(FineTunePlan.linearProbe(1)).checkpoint(checkpoint).resume(true).build();

    assertThatThrownBy(() -> tuner.fit(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("train was 40 pictures");
  }

  // A head that was trained on the features of other weights would give nonsense.
  @Test
  void resume_otherWeightsWithoutACard_isRefused() throws Exception {
    Path checkpoint = checkpointOf(FineTunePlan.linearProbe(1));
    FineTuner tuner =
        tuner(SmallTask.backbone(4), FineTunePlan.linearProbe(1))
            .checkpoint(checkpoint)
            .resume(true)
            .build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights was ");
  }

  // Which lambda it is cannot be known: any two would count as equal.
  @Test
  void resume_unnamedAugmentation_isRefused() {
    FineTuner.Builder builder =
        tuner(FineTunePlan.linearProbe(1))
            .augmentation((picture, random) -> picture)
            .checkpoint(own.resolve("run.checkpoint"))
            .resume(true);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("augmentation must have a name to resume a run, but was unnamed")
        .hasMessageContaining("Augmentation.named(");
  }

  @Test
  void resume_namedLambda_goesOn() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(2);
    UnaryOperator<FineTuner.Builder> named =
        b -> b.augmentation(Augmentation.named("same", (picture, random) -> picture));

    assertThat(interrupted(plan, BATCHES, named)).isEqualTo(whole(plan, named));
  }

  @Test
  void fit_augmentationByLambda_isUnnamed() throws Exception {
    FineTuneResult run =
        tuner(FineTunePlan.linearProbe(1))
            .augmentation((picture, random) -> picture)
            .build()
            .fit(split);

    assertThat(run.model().provenance().facts().get("augmentation")).isEqualTo("unnamed");
  }

  @Test
  void checkpoint_cannotBeWritten_isNamed() throws Exception {
    Path file = Files.writeString(own.resolve("file"), "");
    FineTuner tuner =
        tuner(FineTunePlan.linearProbe(1)).checkpoint(file.resolve("run.checkpoint")).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("cannot write checkpoint")
        .hasMessageContaining("run.checkpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no zip at all", "PK\u0003\u0004 cut short"})
  void resume_damagedCheckpoint_isNamed(String content) throws Exception {
    Path checkpoint = Files.writeString(own.resolve("bad.checkpoint"), content);
    FineTuner tuner =
        tuner(FineTunePlan.linearProbe(1)).checkpoint(checkpoint).resume(true).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("bad.checkpoint is damaged");
  }

  /** The first stage changes the form of the norms, and with it the names of their statistics. */
  @Test
  void resume_withinAProbeAfterTheBackbone_givesTheUnbrokenRunsBytes() throws Exception {
    FineTunePlan plan =
        new FineTunePlan(
            java.util.List.of(
                new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e-3)),
                new Stage("probe", new Scope.HeadOnly(), 3, LearningRates.uniform(1e-2))));
    Path checkpoint = own.resolve("log.checkpoint");
    int[] done = {0};
    FineTuner first =
        tuner(SmallTask.backboneWithLogDeviations(3), plan)
            .checkpoint(checkpoint)
            .listener(event -> done[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
            .stopWhen(() -> done[0] >= 2 * BATCHES + 1)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);

    FineTuneResult resumed =
        tuner(SmallTask.backboneWithLogDeviations(3), plan)
            .checkpoint(checkpoint)
            .resume(true)
            .build()
            .fit(split);
    FineTuneResult unbroken =
        tuner(SmallTask.backboneWithLogDeviations(3), plan).build().fit(split);
    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(SmallTask.bundle(unbroken, own));
  }

  /** A stage that replayed the draws of the one before would see no new pictures. */
  @Test
  void fit_twoStages_drawDifferently() throws Exception {
    FineTunePlan plan =
        new FineTunePlan(
            java.util.List.of(
                new Stage("first", new Scope.All(), 1, LearningRates.uniform(1e-3)),
                new Stage("second", new Scope.All(), 1, LearningRates.uniform(1e-3))));
    java.util.Set<Long> draws = java.util.concurrent.ConcurrentHashMap.newKeySet();
    org.graft4j.data.Augmentation recording =
        (picture, random) -> {
          draws.add(random.nextLong());
          return picture;
        };
    tuner(plan).augmentation(recording).build().fit(split);
    assertThat(draws).hasSize(2 * split.train().size());
  }
}
