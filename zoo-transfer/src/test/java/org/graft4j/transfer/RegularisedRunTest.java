package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.transfer.regularise.BatchSpectralShrinkage;
import org.graft4j.transfer.regularise.CoTuning;
import org.graft4j.transfer.regularise.FeatureAlignment;
import org.graft4j.transfer.regularise.L1;
import org.graft4j.transfer.regularise.L2;
import org.graft4j.transfer.regularise.L2StartingPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/** Regularisers in whole runs: they compose with the plans, and do what they are for. */
class RegularisedRunTest {
  private static final FineTunePlan BOTH = FineTunePlan.headThenAll(2, 2);

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
        .head(Head.linear(split.labels()))
        .plan(plan)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  private static FineTuner.Builder all(FineTuner.Builder tuner) {
    return onFeatures(tuner.method(new L1(1e-3)).method(new L2(1e-2)))
        .method(new L2StartingPoint(0.1, 0.01));
  }

  private static FineTuner.Builder onFeatures(FineTuner.Builder tuner) {
    return tuner
        .method(new FeatureAlignment(1))
        .method(new BatchSpectralShrinkage(0.1, 2))
        .method(new CoTuning(1));
  }

  /** Plain descent, so that a step is as long as its gradient says. */
  private static FineTuner.Builder steep(int epochs, double rate) {
    FineTunePlan plan =
        new FineTunePlan(
            List.of(new Stage("all", new Scope.All(), epochs, LearningRates.uniform(rate))));
    return tuner(plan).optimizer(Optimizer.sgd(0)).schedule(Schedule.constant());
  }

  private static FineTunePlan fromHigh() {
    return new FineTunePlan(
        List.of(new Stage("high", new Scope.From("high"), 2, LearningRates.uniform(1e-2))));
  }

  private static Map<String, INDArray> fitted(FineTuner.Builder tuner) throws Exception {
    return SmallTask.copy(tuner.build().fit(split).graph());
  }

  private static INDArray features(ComputationGraph graph) {
    INDArray pictures =
        PictureBatches.evaluation(split.train(), split.labels(), SmallTask.backbone(3).input(), 40)
            .epoch(0)
            .next()
            .getFeatures();
    return GraphEdits.truncatedAt(graph, "pool").outputSingle(false, pictures).dup('c');
  }

  @Test
  void fit_factorsOfZero_giveTheBytesOfAPlainRun() throws Exception {
    FineTuner.Builder zeros =
        tuner(BOTH)
            .method(new L1(0))
            .method(new L2(0))
            .method(new L2StartingPoint(0, 0))
            .method(new FeatureAlignment(0))
            .method(new BatchSpectralShrinkage(0, 1))
            .method(new CoTuning(0));

    assertThat(SmallTask.bundle(zeros.build().fit(split), own))
        .isEqualTo(SmallTask.bundle(tuner(BOTH).build().fit(split), own));
  }

  @Test
  void fit_aMethod_isNamedInTheProvenanceAndTheHistory() throws Exception {
    FineTuneResult run = all(tuner(FineTunePlan.full(1))).build().fit(split);

    assertThat(run.model().provenance().facts().values())
        .anySatisfy(
            fact ->
                assertThat(fact)
                    .contains("L1, lambda 0.001")
                    .contains("L2, lambda 0.01")
                    .contains("L2-SP, alpha 0.1, beta 0.01")
                    .contains("feature alignment, weight 1.0, at the layer groups' ends")
                    .contains("batch spectral shrinkage, eta 0.1, k 2")
                    .contains("co-tuning, lambda 1.0, temperature 1.0"));
    assertThat(run.history().get(0).terms().keySet())
        .containsExactlyInAnyOrder("l1", "l2", "l2-sp", "delta", "bss", "co-tuning");
  }

  /** Features that cannot change are not pulled at: the run is the plain one. */
  @Test
  void linearProbe_methodsOnFeatures_changeNothing() throws Exception {
    FineTunePlan probe = FineTunePlan.linearProbe(3);

    assertThat(fitted(onFeatures(tuner(probe)))).isEqualTo(fitted(tuner(probe)));
  }

  @Test
  void linearProbe_methodsOnWeights_moveTheHeadAlone() throws Exception {
    FineTunePlan probe = FineTunePlan.linearProbe(3);
    Map<String, INDArray> plain = fitted(tuner(probe));
    Map<String, INDArray> shrunk = fitted(tuner(probe).method(new L2(1)));

    plain.forEach(
        (name, values) -> {
          if (name.startsWith("head")) {
            assertThat(shrunk.get(name)).as(name).isNotEqualTo(values);
          } else {
            assertThat(shrunk.get(name)).as(name).isEqualTo(values);
          }
        });
    assertThat(shrunk.get("head_W").norm2Number().doubleValue())
        .isLessThan(0.9 * plain.get("head_W").norm2Number().doubleValue());
  }

  static List<BatchNormPolicy> norms() {
    return List.of(BatchNormPolicy.FROZEN, BatchNormPolicy.TRAIN);
  }

  /** Above a cached frontier: the methods see its rows, and nothing below it moves. */
  @ParameterizedTest
  @MethodSource("norms")
  void fromHigh_allMethods_leaveTheFrozenPartBitForBit(BatchNormPolicy norms) throws Exception {
    Map<String, INDArray> before = SmallTask.copy(SmallTask.graph(3));

    FineTuneResult run = all(tuner(fromHigh()).batchNorm(norms)).build().fit(split);

    Map<String, INDArray> after = SmallTask.copy(run.graph());
    for (String name : before.keySet()) {
      if (name.startsWith("conv1") || name.startsWith("bn1")) {
        assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
      }
    }
    assertThat(after.get("conv2_W")).isNotEqualTo(before.get("conv2_W"));
    assertThat(run.history().get(0).terms().keySet()).contains("delta");
  }

  @Test
  void fit_allMethods_leaveTheBackboneAlone() throws Exception {
    Backbone backbone = SmallTask.backbone(3);

    all(tuner(backbone, BOTH)).build().fit(split);

    assertThat(SmallTask.copy(backbone.graph())).isEqualTo(SmallTask.copy(SmallTask.graph(3)));
  }

  private byte[] bundle(FineTuner.Builder tuner) throws Exception {
    return SmallTask.bundle(tuner.build().fit(split), own);
  }

  /** The second head and its moments are part of the state. */
  @ParameterizedTest
  @CsvSource({"7, true", "10, true", "4, false"})
  void resume_allMethods_givesTheBytesOfAnUninterruptedRun(int batches, boolean both)
      throws Exception {
    UnaryOperator<FineTuner.Builder> more =
        tuner -> all(tuner).augmentation(SmallTask.BLOT).views(2).accumulate(2);
    FineTunePlan plan = both ? BOTH : fromHigh();
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

    assertThat(bundle(more.apply(tuner(plan)).checkpoint(checkpoint).resume(true)))
        .isEqualTo(bundle(more.apply(tuner(plan))));
  }

  /** With a rate of 0.002 and alpha 500 a step goes the whole way back. */
  @Test
  void l2StartingPoint_hugeAlpha_keepsWeightsWhereTheyStarted() throws Exception {
    Map<String, INDArray> start = SmallTask.copy(SmallTask.graph(3));
    Map<String, INDArray> held = fitted(steep(20, 2e-3).method(new L2StartingPoint(500, 0)));
    Map<String, INDArray> plain = fitted(steep(20, 2e-3));

    for (String weights : new String[] {"conv1_W", "conv2_W"}) {
      double kept = held.get(weights).sub(start.get(weights)).amaxNumber().doubleValue();
      double moved = plain.get(weights).sub(start.get(weights)).amaxNumber().doubleValue();
      assertThat(kept).as(weights).isLessThan(1e-3);
      assertThat(moved).as(weights + " without").isGreaterThan(3e-3);
    }
    assertThat(held.get("head_W").sub(plain.get("head_W")).amaxNumber().doubleValue())
        .as("the head is free")
        .isLessThan(0.05);
  }

  @Test
  void l1_largeLambda_leavesLittleOfTheWeights() throws Exception {
    Map<String, INDArray> plain = fitted(steep(40, 0.01));
    Map<String, INDArray> thin = fitted(steep(40, 0.01).method(new L1(0.3)));

    // 120 steps of 0.003 take every weight below 0.36 to where it crosses zero.
    assertThat(small(thin.get("conv2_W"))).isGreaterThan(0.9);
    assertThat(small(plain.get("conv2_W"))).isLessThan(0.2);
  }

  private static double small(INDArray weights) {
    double count = 0;
    for (double value : weights.dup('c').data().asDouble()) {
      count += Math.abs(value) <= 0.006 ? 1 : 0;
    }
    return count / weights.length();
  }

  @Test
  void featureAlignment_heavyWeight_keepsFeaturesNear() throws Exception {
    INDArray before = features(SmallTask.graph(3));
    FineTuneResult plain = steep(40, 0.02).build().fit(split);
    FineTuneResult near =
        steep(40, 0.02).method(new FeatureAlignment(20, List.of("pool"))).build().fit(split);

    double moved = features(plain.graph()).squaredDistance(before);
    double kept = features(near.graph()).squaredDistance(before);
    assertThat(kept).isLessThan(0.2 * moved);
  }

  @Test
  void batchSpectralShrinkage_run_shrinksTheSmallestSingularValue() throws Exception {
    double plain = smallest(steep(20, 0.02).build().fit(split).graph());
    double shrunk =
        smallest(
            steep(20, 0.02).method(new BatchSpectralShrinkage(5, 1)).build().fit(split).graph());

    assertThat(shrunk).isLessThan(0.5 * plain);
  }

  /** Smallest squared singular value of the features of all training pictures. */
  private static double smallest(ComputationGraph graph) {
    INDArray features = features(graph).castTo(DataType.DOUBLE);
    INDArray gram = features.transpose().mmul(features);
    return Eigen.symmetricGeneralizedEigenvalues(gram).minNumber().doubleValue();
  }

  @Test
  void coTuning_run_bringsItsTermDown() throws Exception {
    List<EpochRecord> history = steep(20, 0.1).method(new CoTuning(1)).build().fit(split).history();

    assertThat(history.get(19).terms().get("co-tuning"))
        .isLessThan(history.get(0).terms().get("co-tuning"));
  }

  @Test
  void coTuning_backboneWithoutHead_isRefusedBeforeAnyTraining() {
    Backbone headless = SmallTask.backbone(GraphEdits.truncatedAt(SmallTask.graph(3), "pool"));
    FineTuner tuner = tuner(headless, BOTH).method(new CoTuning(1)).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take weights with their head");
  }

  /** DL4J's own pass, which runs inside workspaces. */
  @Test
  void fit_doubles_runsAllMethods() throws Exception {
    Backbone doubles = SmallTask.backbone(SmallTask.graph(3).convertDataType(DataType.DOUBLE));

    FineTuneResult slow = all(tuner(doubles, BOTH)).build().fit(split);
    FineTuneResult quick = all(tuner(BOTH)).build().fit(split);

    Map<String, Double> terms = slow.history().get(3).terms();
    quick
        .history()
        .get(3)
        .terms()
        .forEach(
            (name, value) ->
                assertThat(terms.get(name)).as(name).isCloseTo(value, within(1e-3 * value + 1e-5)));
  }
}
