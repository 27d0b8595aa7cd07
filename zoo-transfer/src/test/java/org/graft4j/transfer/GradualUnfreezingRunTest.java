package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Groups thaw from the top; what is frozen stays, and what goes on goes on as if nothing was. */
class GradualUnfreezingRunTest {
  private static final Map<String, List<String>> LAYERS =
      Map.of("low", List.of("conv1", "bn1"), "high", List.of("conv2", "bn2"));

  @TempDir static Path shared;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(shared.resolve("pictures"), 1);
  }

  /** All pictures make one step: an epoch moves the weights once. */
  private static FineTuner.Builder tuner(Backbone backbone, FineTunePlan plan) {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(plan)
        .optimizer(Optimizer.adam())
        .schedule(Schedule.constant())
        .batchSize(64)
        .seed(Seed.of(3));
  }

  /** The first stages of a plan are the beginning of its run. */
  private static FineTunePlan first(FineTunePlan plan, int stages) {
    return new FineTunePlan(plan.stages().subList(0, stages), plan.keepsOptimizerState());
  }

  private static Map<String, INDArray> after(FineTunePlan plan) throws IOException {
    return SmallTask.copy(tuner(SmallTask.backbone(1), plan).build().fit(split).model().graph());
  }

  @Test
  void stages_leaveFrozenGroups_asTheyWereBitForBit() throws IOException {
    Backbone backbone = SmallTask.backbone(1);
    FineTunePlan plan = FineTunePlan.gradualUnfreezing(backbone, 2, 2, 1);
    Map<String, INDArray> before = SmallTask.copy(backbone.graph());
    Map<String, INDArray> head = after(first(plan, 1));
    Map<String, INDArray> high = after(first(plan, 2));
    Map<String, INDArray> all = after(plan);

    assertThat(of("low", head)).isEqualTo(of("low", before));
    assertThat(of("high", head)).isEqualTo(of("high", before));
    assertThat(of("low", high)).isEqualTo(of("low", before));
    assertThat(high.get("conv2_W")).isNotEqualTo(before.get("conv2_W"));
    assertThat(all.get("conv1_W")).isNotEqualTo(before.get("conv1_W"));
  }

  private static Map<String, INDArray> of(String group, Map<String, INDArray> values) {
    return values.entrySet().stream()
        .filter(
            e -> LAYERS.get(group).stream().anyMatch(layer -> e.getKey().startsWith(layer + "_")))
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * A clock that went on from the head's steps would take the bias correction out of Adam's first
   * step: it would be sqrt(10) times as long as its rate.
   */
  @Test
  void adam_ofAGroupThatThaws_makesAFirstStepOfItsRate() throws IOException {
    Backbone backbone = SmallTask.backbone(1);
    FineTunePlan plan = first(FineTunePlan.gradualUnfreezing(backbone, 30, 1, 1), 2);
    INDArray before = backbone.graph().getParam("conv2_W").dup();
    double longest = after(plan).get("conv2_W").sub(before).amaxNumber().doubleValue();
    assertThat(longest / plan.stages().get(1).rates().backbone()).isCloseTo(1, within(1e-3));
  }

  /** The head's moments are of thirty steps: starting them anew is another training. */
  @Test
  void optimizerState_ofTheHead_goesOn() throws IOException {
    FineTunePlan plan = first(FineTunePlan.gradualUnfreezing(SmallTask.backbone(1), 30, 1, 1), 2);
    Map<String, INDArray> kept = after(plan);
    Map<String, INDArray> fresh = after(new FineTunePlan(plan.stages()));
    assertThat(kept.get("head_W")).isNotEqualTo(fresh.get("head_W"));
    assertThat(kept.get("conv2_W")).isEqualTo(fresh.get("conv2_W"));
  }

  /** Stopped after each epoch and resumed, also between stages. */
  @Test
  void run_interruptedAfterEachEpoch_endsInTheSameBytes() throws IOException {
    FineTunePlan plan = FineTunePlan.gradualUnfreezing(SmallTask.backbone(1), 2, 1, 2);
    byte[] whole = SmallTask.bundle(tuner(SmallTask.backbone(1), plan).build().fit(split), own);
    Path checkpoint = own.resolve("run.checkpoint");
    for (int call = 0; call < 4; call++) {
      AtomicInteger epochs = new AtomicInteger();
      FineTuner tuner =
          tuner(SmallTask.backbone(1), plan)
              .checkpoint(checkpoint)
              .resume(true)
              .listener(event -> epochs.addAndGet(event instanceof TrainingEvent.EpochDone ? 1 : 0))
              .stopWhen(() -> epochs.get() > 0)
              .build();
      assertThatThrownBy(() -> tuner.fit(split)).isInstanceOf(TrainingInterruptedException.class);
    }
    FineTuneResult resumed =
        tuner(SmallTask.backbone(1), plan).checkpoint(checkpoint).resume(true).build().fit(split);
    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(whole);
  }
}
