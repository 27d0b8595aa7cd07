package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.Optimizer;
import org.graft4j.train.TrainingDivergedException;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** What is refused, and how a run ends that cannot go on. */
class FineTunerErrorsTest {
  @TempDir static Path folder;
  private static DatasetSplit split;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private static FineTuner.Builder tuner() {
    return FineTuner.of(SmallTask.backbone(3)).head(Head.linear(split.labels())).batchSize(16);
  }

  private static DatasetSplit withoutValidation() {
    return new DatasetSplit(split.labels(), split.train(), List.of(), List.of());
  }

  @Test
  void build_noHead_isRefused() {
    assertThatThrownBy(() -> FineTuner.of(SmallTask.backbone(3)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("head must be set, say Head.linear(labels)");
  }

  @Test
  void views_outOfRange_areRefused() {
    for (int views : new int[] {0, 257}) {
      assertThatThrownBy(() -> tuner().views(views))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("views must be from 1 to 256, but was " + views);
    }
  }

  /** Four times the same plain pictures would cost four times as much for nothing. */
  @Test
  void fit_viewsWithoutAugmentation_areOne() throws Exception {
    var run = tuner().plan(FineTunePlan.linearProbe(2)).views(2).build().fit(split);
    assertThat(run.model().provenance().facts()).containsEntry("views", "1");
  }

  @Test
  void build_unknownGroup_listsTheKnownOnes() {
    Stage stage = new Stage("top", new Scope.From("layer4"), 1, LearningRates.uniform(1e-3));
    FineTuner.Builder builder = tuner().plan(new FineTunePlan(List.of(stage)));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown layer group 'layer4'; there are [low, high]");
  }

  @Test
  void build_resumeWithoutCheckpoint_isRefused() {
    assertThatThrownBy(() -> tuner().resume(true).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpoint");
  }

  private static Backbone withL2() {
    ComputationGraph graph = SmallTask.graph(3);
    ((BaseLayer) graph.getLayer("conv2").conf().getLayer())
        .setRegularization(List.of(new L2Regularization(1e-4)));
    return SmallTask.backbone(graph);
  }

  // Before the head stage, not minutes later.
  @Test
  void build_planTrainsALayerWithL2_namesItAndTheRemedy() {
    FineTuner.Builder builder =
        FineTuner.of(withL2())
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.headThenAll(1, 1));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer 'conv2' has l2 1.0E-4, which the training loop does not apply: remove it and set the optimizer's weightDecay instead");
  }

  @Test
  void fit_layerWithL2StaysFrozen_trains() throws Exception {
    FineTuner tuner =
        FineTuner.of(withL2())
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.linearProbe(1))
            .build();

    assertThat(tuner.fit(split).history()).hasSize(1);
  }

  @Test
  void fit_otherLabels_isRefused() {
    FineTuner tuner = tuner().head(Head.linear(LabelMap.of(List.of("cat", "dog")))).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the split's labels must be the head's, but were ")
        .hasMessageContaining("[cat, dog]");
  }

  @Test
  void fit_classWithoutTrainingPictures_isNamed() {
    DatasetSplit poor =
        new DatasetSplit(
            split.labels(),
            split.train().stream().filter(item -> item.label() != 2).toList(),
            split.validation(),
            List.of());

    assertThatThrownBy(() -> tuner().build().fit(poor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class '" + split.labels().name(2) + "' has no training pictures");
  }

  @Test
  void fit_earlyStoppingWithoutValidation_isRefused() {
    FineTuner tuner = tuner().earlyStopping(EarlyStopping.after(1)).build();

    assertThatThrownBy(() -> tuner.fit(withoutValidation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation part");
  }

  @Test
  void fit_backboneWithInfiniteWeight_saysSo() {
    ComputationGraph graph = SmallTask.graph(3);
    graph.getParam("conv1_W").putScalar(0, Float.POSITIVE_INFINITY);
    Backbone broken = SmallTask.backbone(graph);

    assertThatThrownBy(
            () ->
                FineTuner.of(broken)
                    .head(Head.linear(split.labels()))
                    .plan(FineTunePlan.linearProbe(1))
                    .build()
                    .fit(split))
        .hasMessageContaining("the backbone's features of 'train/")
        .hasMessageContaining("weights");
  }

  private static TrainingDivergedException diverged(FineTunePlan plan, DatasetSplit data) {
    FineTuner tuner = tuner().plan(plan.withRatesTimes(1e38)).optimizer(Optimizer.sgd(0.9)).build();
    return catchThrowableOfType(TrainingDivergedException.class, () -> tuner.fit(data));
  }

  @Test
  void fit_hugeRate_stopsAndNamesTheFiles() {
    TrainingDivergedException e = diverged(FineTunePlan.full(3), split);

    assertThat(e).isNotNull();
    assertThat(e.examples()).isNotEmpty().allMatch(id -> id.startsWith("train/"));
    assertThat(e).hasMessageContaining(e.examples().get(0)).hasMessageContaining("learning rate");
  }

  // The last step's damage shows in no loss of the run.
  @Test
  void fit_hugeRateInTheLastStepWithoutValidation_stops() {
    DatasetSplit oneBatch = withoutValidation();
    FineTuner tuner =
        tuner()
            .batchSize(64)
            .plan(FineTunePlan.full(1).withRatesTimes(1e38))
            .schedule(org.graft4j.train.Schedule.constant())
            .optimizer(Optimizer.sgd(0.9))
            .build();
    TrainingDivergedException e =
        catchThrowableOfType(TrainingDivergedException.class, () -> tuner.fit(oneBatch));

    assertThat(e).isNotNull();
    assertThat(e.examples()).hasSize(40);
  }

  @Test
  void fit_askedToStopWhileTheBackboneRuns_stopsThere() {
    int[] done = {0};
    FineTuner tuner =
        tuner()
            .seed(Seed.of(1))
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.Featurising f) {
                    done[0] = f.done();
                  }
                })
            .stopWhen(() -> true)
            .build();

    assertThatThrownBy(() -> tuner.fit(split)).isInstanceOf(TrainingInterruptedException.class);
    assertThat(done[0]).isEqualTo(16);
  }
}
