package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.model.LayerGroups;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a plan trains and what it leaves alone, bit for bit. */
class FineTunerTrainingTest {
  @TempDir static Path folder;
  private static DatasetSplit split;

  private final Backbone backbone = SmallTask.backbone(3);
  private final Map<String, INDArray> before = SmallTask.copy(backbone.graph());

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private FineTuner.Builder tuner(FineTunePlan plan) {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(plan)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  private static FineTunePlan oneStage(Scope scope, LearningRates rates) {
    return new FineTunePlan(List.of(new Stage("only", scope, 2, rates)));
  }

  private void assertSame(ComputationGraph graph, String... layers) {
    for (Map.Entry<String, INDArray> e : before.entrySet()) {
      if (Arrays.asList(layers).contains(e.getKey().replaceAll("_.*", ""))) {
        assertThat(graph.getParam(e.getKey())).as(e.getKey()).isEqualTo(e.getValue());
      }
    }
  }

  private double moved(ComputationGraph graph, String parameter) {
    return graph.getParam(parameter).sub(before.get(parameter)).norm2Number().doubleValue()
        / Math.sqrt((double) before.get(parameter).length());
  }

  @Test
  void linearProbe_trunkAndStatistics_areEqualBitForBit() throws Exception {
    FineTuneResult run = tuner(FineTunePlan.linearProbe(3)).build().fit(split);

    assertSame(run.graph(), "conv1", "bn1", "conv2", "bn2");
    assertThat(run.graph().paramTable().keySet()).as("the source's head").doesNotContain("fc_W");
  }

  /** A backbone's groups need hold what has parameters only: a pool has no rate to be asked for. */
  @Test
  void full_poolInNoLayerGroup_trains() throws Exception {
    Backbone loose =
        new Backbone(
            "custom",
            backbone.graph(),
            backbone.input(),
            LayerGroups.of(Map.of("all", Set.of("conv1", "bn1", "relu1", "conv2", "bn2", "relu2"))),
            "pool",
            8,
            Optional.empty());

    FineTuneResult run =
        FineTuner.of(loose)
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.full(1))
            .build()
            .fit(split);

    assertThat(moved(run.graph(), "conv1_W")).isPositive();
  }

  @Test
  void linearProbe_enoughEpochs_learns() throws Exception {
    List<EpochRecord> history =
        tuner(FineTunePlan.linearProbe(60).withRatesTimes(10)).build().fit(split).history();

    assertThat(history).hasSize(60);
    assertThat(history.get(59).trainLoss()).isLessThan(0.75 * history.get(0).trainLoss());
  }

  @Test
  void linearProbe_result_isHeadOfFeatures() throws Exception {
    FineTuneResult run = tuner(FineTunePlan.linearProbe(2)).build().fit(split);

    INDArray pictures = batch();
    ComputationGraph trunk = GraphEdits.truncatedAt(backbone.graph(), "pool");
    INDArray features = trunk.outputSingle(false, pictures);
    ComputationGraph head = GraphEdits.above(run.graph(), "pool");
    assertThat(run.graph().outputSingle(false, pictures))
        .isEqualTo(head.outputSingle(false, features));
  }

  @Test
  void fit_anyPlan_leavesTheGivenGraphAlone() throws Exception {
    tuner(FineTunePlan.headThenAll(1, 1)).batchNorm(BatchNormPolicy.TRAIN).build().fit(split);

    assertThat(SmallTask.copy(backbone.graph())).isEqualTo(before);
    assertThat(backbone.graph().getConfiguration())
        .isEqualTo(SmallTask.graph(3).getConfiguration());
  }

  @Test
  void fit_result_hasStockLayersOnly() throws Exception {
    FineTuneResult run = tuner(FineTunePlan.headThenAll(1, 1)).build().fit(split);

    for (var layer : run.graph().getLayers()) {
      assertThat(layer.getClass().getName())
          .startsWith("org.deeplearning4j.nn.layers.")
          .doesNotContain("Frozen");
    }
  }

  @Test
  void headThenAll_frozenStatistics_keepsThemAndMovesConvolutions() throws Exception {
    ComputationGraph graph = tuner(FineTunePlan.headThenAll(1, 2)).build().fit(split).graph();

    for (String name : List.of("bn1_mean", "bn1_var", "bn2_mean", "bn2_var")) {
      assertThat(graph.getParam(name)).as(name).isEqualTo(before.get(name));
    }
    for (String name : List.of("conv1_W", "conv2_W", "bn1_gamma", "bn2_beta")) {
      assertThat(moved(graph, name)).as(name).isPositive();
    }
  }

  @Test
  void headThenAll_trainedStatistics_moveTowardsTheBatches() throws Exception {
    ComputationGraph graph =
        tuner(FineTunePlan.headThenAll(1, 2))
            .batchNorm(BatchNormPolicy.TRAIN)
            .build()
            .fit(split)
            .graph();

    for (String name : List.of("bn1_mean", "bn1_var", "bn2_mean", "bn2_var")) {
      assertThat(moved(graph, name)).as(name).isPositive();
    }
  }

  @Test
  void fromGroup_groupsBelow_areEqualBitForBit() throws Exception {
    ComputationGraph graph =
        tuner(oneStage(new Scope.From("high"), LearningRates.uniform(1e-2)))
            .batchNorm(BatchNormPolicy.TRAIN)
            .build()
            .fit(split)
            .graph();

    assertSame(graph, "conv1", "bn1");
    assertThat(moved(graph, "conv2_W")).isPositive();
    assertThat(moved(graph, "bn2_mean")).isPositive();
  }

  // Adam's steps are about as long as the rate, whatever the gradient.
  @Test
  void learningRates_groupsFurtherDown_moveLess() throws Exception {
    ComputationGraph graph =
        tuner(oneStage(new Scope.All(), new LearningRates(1e-2, 1e-3, 0.1)))
            .build()
            .fit(split)
            .graph();

    double high = moved(graph, "conv2_W");
    double low = moved(graph, "conv1_W");
    assertThat(high / low).isBetween(5.0, 20.0);
  }

  @Test
  void headStageAfterAll_trunk_isTheTrainedOne() throws Exception {
    LearningRates rates = LearningRates.uniform(1e-2);
    Stage all = new Stage("all", new Scope.All(), 1, rates);
    ComputationGraph first = tuner(new FineTunePlan(List.of(all))).build().fit(split).graph();
    ComputationGraph both =
        tuner(new FineTunePlan(List.of(all, new Stage("head", new Scope.HeadOnly(), 1, rates))))
            .build()
            .fit(split)
            .graph();

    assertThat(both.getParam("conv1_W")).isEqualTo(first.getParam("conv1_W"));
    assertThat(both.getParam("head_W")).isNotEqualTo(first.getParam("head_W"));
  }

  @Test
  void earlyStopping_staleLoss_endsAndRestoresTheBestEpoch() throws Exception {
    List<TrainingEvent.BestEpochRestored> stops = new ArrayList<>();
    // Steps as long as these overshoot at once.
    FineTuneResult run =
        tuner(FineTunePlan.linearProbe(40).withRatesTimes(300))
            .earlyStopping(EarlyStopping.after(2))
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.BestEpochRestored stop) {
                    stops.add(stop);
                  }
                })
            .build()
            .fit(split);

    assertThat(run.history()).hasSizeLessThan(40);
    assertThat(stops).hasSize(1);
    int best = stops.get(0).bestEpoch();
    assertThat(run.history()).hasSize(best + 2);
    assertThat(lossOf(run)).isCloseTo(run.history().get(best - 1).validationLoss(), within(1e-4));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private double lossOf(FineTuneResult run) {
    double loss = 0;
    INDArray output =
        run.graph()
            .outputSingle(
                false,
                PictureBatches.evaluation(split.validation(), split.labels(), backbone.input(), 64)
                    .epoch(0)
                    .next()
                    .getFeatures());
    for (int i = 0; i < split.validation().size(); i++) {
      double p = output.getDouble(i, split.validation().get(i).label());
      loss -= Math.log(Math.max(p, Float.MIN_NORMAL)) / split.validation().size();
    }
    return loss;
  }

  private INDArray batch() {
    return PictureBatches.evaluation(split.validation(), split.labels(), backbone.input(), 8)
        .epoch(0)
        .next()
        .getFeatures();
  }
}
