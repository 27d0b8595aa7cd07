package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.BatchNormStatistics;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.testing.SmallBackbone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchNormPolicyTest {
  private static final Seed SEED = Seed.of(9);

  @TempDir static Path folder;
  private static DatasetSplit split;

  private final Backbone backbone = SmallTask.backbone(3);
  private final Map<String, INDArray> before = SmallTask.copy(backbone.graph());

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private FineTuneResult fit(Scope scope, BatchNormPolicy policy) throws Exception {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(new FineTunePlan(List.of(new Stage("only", scope, 2, LearningRates.uniform(1e-3)))))
        .batchSize(16)
        .seed(SEED)
        .batchNorm(policy)
        .build()
        .fit(split);
  }

  private static double apart(INDArray one, INDArray other) {
    return one.distance2(other) / (1e-3 + other.norm2Number().doubleValue());
  }

  /** Of the network as it is when the stage begins, in its own batches. */
  @Test
  void recalibrate_statistics_areThoseOfTheTrainingPicturesAndStay() throws Exception {
    ComputationGraph expected = GraphEdits.withFrozen(backbone.graph(), vertex -> false);
    PictureBatches pictures =
        PictureBatches.training(
            split.train(),
            split.labels(),
            backbone.input(),
            16,
            Augmentation.NONE,
            Seed.of(SEED.derive("stage", 0)));
    BatchNormStatistics.estimate(expected, pictures);

    ComputationGraph graph = fit(new Scope.All(), BatchNormPolicy.RECALIBRATE).graph();

    for (String name : List.of("bn1_mean", "bn1_var", "bn2_mean", "bn2_var")) {
      assertThat(graph.getParam(name)).as(name).isEqualTo(expected.getParam(name));
      assertThat(apart(before.get(name), graph.getParam(name))).as(name).isGreaterThan(0.01);
    }
    assertThat(graph.getParam("bn1_gamma")).isNotEqualTo(before.get("bn1_gamma"));
  }

  @Test
  void recalibrate_frozenGroups_areEqualBitForBit() throws Exception {
    ComputationGraph graph = fit(new Scope.From("high"), BatchNormPolicy.RECALIBRATE).graph();

    for (String name : List.of("conv1_W", "bn1_gamma", "bn1_beta", "bn1_mean", "bn1_var")) {
      assertThat(graph.getParam(name)).as(name).isEqualTo(before.get(name));
    }
    assertThat(graph.getParam("bn2_mean")).isNotEqualTo(before.get("bn2_mean"));
  }

  @Test
  void recalibrate_headAlone_isFrozen() throws Exception {
    ComputationGraph graph = fit(new Scope.HeadOnly(), BatchNormPolicy.RECALIBRATE).graph();

    assertThat(graph.params())
        .isEqualTo(fit(new Scope.HeadOnly(), BatchNormPolicy.FROZEN).graph().params());
  }

  @Test
  void stochastic_statistics_moveAndFrozenGroupsKeepTheirs() throws Exception {
    ComputationGraph graph = fit(new Scope.From("high"), BatchNormPolicy.stochastic(0.5)).graph();

    for (String name : List.of("conv1_W", "bn1_gamma", "bn1_beta", "bn1_mean", "bn1_var")) {
      assertThat(graph.getParam(name)).as(name).isEqualTo(before.get(name));
    }
    assertThat(graph.getParam("bn2_mean")).isNotEqualTo(before.get("bn2_mean"));
    assertThat(graph.params())
        .isNotEqualTo(fit(new Scope.From("high"), BatchNormPolicy.TRAIN).graph().params());
  }

  @Test
  void stochastic_never_isTrain() {
    assertThat(BatchNormPolicy.stochastic(0)).isSameAs(BatchNormPolicy.TRAIN);
  }

  @Test
  void provenance_namesThePolicy() throws Exception {
    FineTuneResult run = fit(new Scope.HeadOnly(), BatchNormPolicy.stochastic(0.25));

    assertThat(run.model().provenance().facts()).containsEntry("batchNorm", "stochastic:0.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen", "train", "recalibrate", "stochastic:0.3"})
  void parse_describe_areInverse(String text) {
    assertThat(BatchNormPolicy.parse(text).describe()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "frozn", "stochastic:", "stochastic:x", "stochastic0.5"})
  void parse_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> BatchNormPolicy.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be frozen, train, recalibrate or stochastic:P")
        .hasMessageContaining("but was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 1.5, Double.NaN})
  void stochastic_noProbability_isRefused(double probability) {
    assertThatThrownBy(() -> BatchNormPolicy.stochastic(probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be from 0 to 1, but was " + probability);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recalibrate", "stochastic:0.5"})
  void build_backboneWithoutNorms_isRefusedInOneLine(String policy) {
    FineTuner.Builder builder =
        FineTuner.of(SmallBackbone.of(1))
            .head(Head.linear(split.labels()))
            .batchNorm(BatchNormPolicy.parse(policy));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batchNorm must be frozen or train for a backbone without batch norms, but was "
                + policy
                + ": 'custom' has none, or they were folded into its convolutions");
  }
}
