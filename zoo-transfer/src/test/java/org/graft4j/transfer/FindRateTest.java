package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.runtime.RngState;
import org.graft4j.train.RateCurve;
import org.graft4j.train.RateRange;
import org.graft4j.train.Schedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking for a rate leaves no trace. */
class FindRateTest {
  private static final RateRange RANGE = new RateRange(1e-5, 10, 30);

  @TempDir static Path shared;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(shared.resolve("pictures"), 1);
  }

  private static FineTuner.Builder tuner(Backbone backbone, FineTunePlan plan) {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(plan)
        .batchSize(16)
        .augmentation(SmallTask.BLOT)
        .seed(Seed.of(3));
  }

  @Test
  void findRate_beforeAFit_changesNoByteOfBackboneGeneratorOrModel() throws IOException {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 1);
    byte[] plain = SmallTask.bundle(tuner(SmallTask.backbone(1), plan).build().fit(split), own);
    Backbone backbone = SmallTask.backbone(1);
    var before = SmallTask.copy(backbone.graph());
    RngState generator = RngState.capture();
    FineTuner tuner = tuner(backbone, plan).checkpoint(own.resolve("run.checkpoint")).build();

    tuner.findRate(split, RANGE);

    assertThat(SmallTask.copy(backbone.graph())).isEqualTo(before);
    assertThat(RngState.capture()).isEqualTo(generator);
    assertThat(own.resolve("run.checkpoint")).doesNotExist();
    assertThat(SmallTask.bundle(tuner.fit(split), own)).isEqualTo(plain);
  }

  @Test
  void findRate_ofTwoStages_triesTheLastOneAfterTheFirst() throws IOException {
    RateCurve untrained =
        tuner(SmallTask.backbone(1), FineTunePlan.full(1)).build().findRate(split, RANGE);
    RateCurve afterHead =
        tuner(SmallTask.backbone(1), FineTunePlan.headThenAll(20, 1))
            .build()
            .findRate(split, RANGE);
    assertThat(untrained.points()).hasSizeBetween(2, 30);
    assertThat(afterHead.points().get(0).loss())
        .isLessThan(untrained.points().get(0).loss() - 0.05);
  }

  @Test
  void findRate_withGroupsOfBatches_makesAsManySteps() throws IOException {
    RateCurve curve =
        tuner(SmallTask.backbone(1), FineTunePlan.linearProbe(1))
            .accumulate(2)
            .build()
            .findRate(split, new RateRange(1e-5, 1e-2, 20));
    assertThat(curve.points()).hasSize(20);
  }

  /** There is nothing to go by: training on at one rate would be another schedule. */
  @Test
  void fit_byPlateauWithoutValidation_isRefusedInOneLine() {
    DatasetSplit unwatched =
        new DatasetSplit(split.labels(), split.train(), List.of(), split.test());
    FineTuner tuner =
        tuner(SmallTask.backbone(1), FineTunePlan.linearProbe(1))
            .schedule(Schedule.plateau(2))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuner.fit(unwatched))
        .withMessageContaining("must have a validation part, but the split has none");
  }
}
