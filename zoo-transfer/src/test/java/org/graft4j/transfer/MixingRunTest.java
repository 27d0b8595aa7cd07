package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.data.BatchDraw;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mixing in stages on pictures and on cached features. */
class MixingRunTest {
  @TempDir static Path folder;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  /** Moves every example and label towards its batch's mean, and notes what it was given. */
  private static final class Blend implements BatchMixing {
    final List<long[]> shapes = new ArrayList<>();

    @Override
    public BatchDraw draw(RandomGenerator random) {
      double share = random.nextDouble();
      return (features, labels) -> {
        shapes.add(features.shape());
        features.muli(share).addi(features.meanNumber().doubleValue() * (1 - share));
        labels.muli(share).addi((1 - share) / labels.size(1));
      };
    }

    @Override
    public String describe() {
      return "blend";
    }
  }

  /** Accepts pictures and maps alone, as CutMix does. */
  private static final BatchMixing MAPS_ONLY =
      new BatchMixing() {
        @Override
        public BatchDraw draw(RandomGenerator random) {
          return (features, labels) -> {};
        }

        @Override
        public String describe() {
          return "maps only";
        }

        @Override
        public void requireShape(long... example) {
          if (example.length != 3) {
            throw new IllegalArgumentException("example must be a map");
          }
        }
      };

  private static FineTuner.Builder tuner(FineTunePlan plan, BatchMixing mixing) {
    return FineTuner.of(SmallTask.backbone(3))
        .head(Head.linear(split.labels(), 0.3))
        .plan(plan)
        .augmentation(SmallTask.BLOT)
        .views(2)
        .mixing(mixing)
        .labelSmoothing(0.1)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  private byte[] whole(FineTunePlan plan, BatchMixing mixing) throws Exception {
    return SmallTask.bundle(tuner(plan, mixing).build().fit(split), own);
  }

  @Test
  void fit_headThenAll_mixesFeaturesAndThenPictures() throws Exception {
    Blend mixing = new Blend();

    tuner(FineTunePlan.headThenAll(1, 1), mixing).build().fit(split);

    // 40 pictures in batches of 16, and nothing of the validation part.
    assertThat(mixing.shapes)
        .containsExactly(
            new long[] {16, 8},
            new long[] {16, 8},
            new long[] {8, 8},
            new long[] {16, 3, 16, 16},
            new long[] {16, 3, 16, 16},
            new long[] {8, 3, 16, 16});
  }

  @Test
  void fit_twice_givesTheSameBytes() throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);

    byte[] mixed = whole(plan, new Blend());

    assertThat(whole(plan, new Blend())).isEqualTo(mixed);
    assertThat(whole(plan, BatchMixing.NONE)).isNotEqualTo(mixed);
  }

  /** In a stage on features, between both, and in one on pictures. */
  @ParameterizedTest
  @ValueSource(ints = {2, 6, 8})
  void resume_mixed_givesTheBytesOfAnUninterruptedRun(int stopAfter) throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);
    Path checkpoint = own.resolve("run.checkpoint");
    int[] done = {0};
    FineTuner first =
        tuner(plan, new Blend())
            .checkpoint(checkpoint)
            .listener(event -> done[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
            .stopWhen(() -> done[0] >= stopAfter)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);

    FineTuneResult resumed =
        tuner(plan, new Blend()).checkpoint(checkpoint).resume(true).build().fit(split);

    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(whole(plan, new Blend()));
  }

  @Test
  void resume_otherMixing_isRefused() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(2);
    Path checkpoint = own.resolve("run.checkpoint");
    tuner(plan, new Blend()).checkpoint(checkpoint).build().fit(split);
    FineTuner other = tuner(plan, BatchMixing.NONE).checkpoint(checkpoint).resume(true).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.fit(split))
        .withMessageContaining("mixing was blend, but is none");
  }

  /** The rows are others' too: what a run mixed must not be what the next one reads. */
  @Test
  void fit_mixedFeatures_leavesTheCache() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(2);
    byte[] plain = whole(plan, BatchMixing.NONE);
    Path directory = Files.createDirectory(own.resolve("cache"));
    try (FeatureCache cache = FeatureCache.open(directory, 1 << 24)) {
      tuner(plan, new Blend()).cache(cache).build().fit(split);
      FineTuneResult after = tuner(plan, BatchMixing.NONE).cache(cache).build().fit(split);

      assertThat(SmallTask.bundle(after, own)).isEqualTo(plain);
    }
  }

  @Test
  void fit_mixingThatAStageCannotUse_isRefusedBeforeAnythingIsTrained() {
    int[] events = {0};
    FineTuner tuner =
        tuner(FineTunePlan.headThenAll(1, 1), MAPS_ONLY).listener(event -> events[0]++).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuner.fit(split))
        .withMessageContaining("mixing does not suit stage '")
        .withMessageContaining("features of 'pool': example must be a map");
    assertThat(events[0]).isZero();
  }

  @Test
  void fit_wholeNetwork_takesMixingOfMaps() throws Exception {
    List<EpochRecord> history = tuner(FineTunePlan.full(1), MAPS_ONLY).build().fit(split).history();

    assertThat(history).hasSize(1);
  }
}
