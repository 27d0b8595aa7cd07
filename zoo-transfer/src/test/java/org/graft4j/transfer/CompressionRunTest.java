package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;
import org.graft4j.train.objective.Constraint;
import org.graft4j.transfer.compress.ChannelPruning;
import org.graft4j.transfer.compress.CompressionHistory;
import org.graft4j.transfer.compress.GradualPruning;
import org.graft4j.transfer.compress.MagnitudePruning;
import org.graft4j.transfer.compress.NetworkSize;
import org.graft4j.transfer.compress.Recovery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pruning while a model is fine-tuned, and training what pruning left. */
class CompressionRunTest {
  private static final FineTunePlan PLAN = FineTunePlan.headThenAll(2, 3);
  private static final MagnitudePruning HALF = MagnitudePruning.of(0.5);

  @TempDir static Path folder;
  private static DatasetSplit split;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private static FineTuner.Builder tuner(FineTunePlan plan, TransferMethod... methods) {
    FineTuner.Builder builder =
        FineTuner.of(SmallTask.backbone(3))
            .head(Head.linear(split.labels()))
            .plan(plan)
            .batchSize(16)
            .seed(Seed.of(9));
    for (TransferMethod method : methods) {
      builder.method(method);
    }
    return builder;
  }

  private static double zeros(TrainedModel model) {
    NetworkSize size = NetworkSize.of(model.graph(), model.input());
    return (double) size.zeros() / size.weights();
  }

  @Test
  void fit_shareOfNothing_givesTheBytesOfTheRunWithoutIt() throws Exception {
    byte[] with =
        SmallTask.bundle(
            tuner(PLAN, GradualPruning.to(MagnitudePruning.of(0))).build().fit(split), own);
    assertThat(with).isEqualTo(SmallTask.bundle(tuner(PLAN).build().fit(split), own));
  }

  @Test
  void fit_gradually_endsWithThatShareOfExactZeros() throws Exception {
    TrainedModel model = tuner(PLAN, GradualPruning.to(HALF)).build().fit(split).model();
    assertThat(zeros(model)).isCloseTo(0.5, within(0.002));
    assertThat(model.provenance().facts().toString()).contains("magnitude pruning of 0.5");

    Path file = own.resolve("sparse.zip");
    ModelBundle.of(model).save(file, false, StoredWeights.SPARSE);
    assertThat(zeros(ModelBundle.open(file).model())).isEqualTo(zeros(model));
    assertThat(StoredWeights.SPARSE.bytes(model.graph()))
        .isLessThan((long) (0.8 * StoredWeights.FLOAT32.bytes(model.graph())));
  }

  /** The cubic prunes most at first; a straight line would be at 0.25 in the middle. */
  @Test
  void fit_gradually_risesAsACubicAndNeverFalls() throws Exception {
    List<Double> zeros = new ArrayList<>();
    TransferMethod spy =
        new TransferMethod() {
          @Override
          public String describe() {
            return "spy";
          }

          @Override
          public StageAdditions prepare(StageContext stage) {
            return StageAdditions.constraint(
                (parameters, progress) -> {
                  long none = 0;
                  long all = 0;
                  for (String name : List.of("conv1_W", "conv2_W", "head_W")) {
                    for (double value : parameters.get(name).dup().data().asDouble()) {
                      none += value == 0 ? 1 : 0;
                      all++;
                    }
                  }
                  zeros.add((double) none / all);
                });
          }
        };
    tuner(FineTunePlan.full(10), GradualPruning.to(HALF), spy).build().fit(split);
    assertThat(zeros).hasSize(30).isSorted();
    assertThat(zeros.get(0)).isZero();
    assertThat(zeros.get(10)).isBetween(0.3, 0.46);
    assertThat(zeros.get(29)).isCloseTo(0.5, within(0.002));
  }

  @Test
  void fit_gradually_leavesFrozenWeightsAsTheyAre() throws Exception {
    Backbone backbone = SmallTask.backbone(3);
    TrainedModel model =
        tuner(FineTunePlan.linearProbe(3), GradualPruning.to(HALF)).build().fit(split).model();
    for (String name : new String[] {"conv1_W", "conv2_W", "bn1_gamma", "bn2_mean"}) {
      assertThat(model.graph().getParam(name)).isEqualTo(backbone.graph().getParam(name));
    }
    assertThat(model.graph().getParam("head_W").eq(0).castTo(DataType.INT32).sumNumber().intValue())
        .isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 9, 12})
  void resume_gradually_givesTheBytesOfAnUninterruptedRun(int batches) throws Exception {
    Path checkpoint = own.resolve("run.checkpoint");
    int[] done = {0};
    FineTuner first =
        tuner(PLAN, GradualPruning.to(HALF))
            .checkpoint(checkpoint)
            .listener(event -> done[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
            .stopWhen(() -> done[0] >= batches)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);
    FineTuneResult resumed =
        tuner(PLAN, GradualPruning.to(HALF)).checkpoint(checkpoint).resume(true).build().fit(split);
    FineTuneResult whole = tuner(PLAN, GradualPruning.to(HALF)).build().fit(split);
    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(SmallTask.bundle(whole, own));
  }

  /** Masks are as large as the weights that they hold. */
  @Test
  void fit_constraintThatCanBeClosed_isClosedByItsStage() throws Exception {
    final class Held implements Constraint, AutoCloseable {
      private int closed;

      @Override
      public void apply(Map<String, INDArray> parameters, double progress) {
        assertThat(closed).isZero();
      }

      @Override
      public void close() {
        closed++;
      }
    }
    List<Held> made = new ArrayList<>();
    TransferMethod method =
        new TransferMethod() {
          @Override
          public String describe() {
            return "held";
          }

          @Override
          public StageAdditions prepare(StageContext stage) {
            made.add(new Held());
            return StageAdditions.constraint(made.get(made.size() - 1));
          }
        };
    tuner(PLAN, method).build().fit(split);
    assertThat(made).hasSize(2).extracting(held -> held.closed).containsOnly(1);
  }

  @Test
  void recovery_prunedModel_learnsAgainAndKeepsItsZeros() throws Exception {
    TrainedModel model = tuner(FineTunePlan.full(15)).build().fit(split).model();
    TrainedModel pruned = MagnitudePruning.of(0.6).applyTo(model);
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        event -> {
          if (event instanceof TrainingEvent.EpochDone done) {
            losses.add(done.record().trainLoss());
          }
        };
    TrainedModel recovered = new Recovery(8, 2e-3, 16, Seed.of(1)).train(pruned, split, listener);
    assertThat(losses.get(7)).isLessThan(losses.get(0));
    assertThat(zeros(recovered)).isEqualTo(zeros(pruned));
    assertThat(CompressionHistory.of(recovered.provenance()).since(pruned.provenance()))
        .containsExactly(
            "fine-tuning of 8 epochs, rate 0.002, batch 16, seed 1, on "
                + split.train().size()
                + " pictures");
    pruned
        .graph()
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_W")) {
                var zeros = values.eq(0);
                assertThat(recovered.graph().getParam(name).eq(0)).as(name).isEqualTo(zeros);
              }
              if (name.endsWith("_mean") || name.endsWith("_var")) {
                assertThat(recovered.graph().getParam(name)).as(name).isEqualTo(values);
              }
            });
    TrainedModel again =
        new Recovery(8, 2e-3, 16, Seed.of(1)).train(pruned, split, TrainingListener.SILENT);
    assertThat(again.graph().params()).isEqualTo(recovered.graph().params());
  }

  /** Channels out of a trunk, and a new head on what is left. */
  @Test
  void fit_onABackboneWithFewerChannels_trainsItsHead() throws Exception {
    Backbone smaller = ChannelPruning.of(0.5).applyTo(SmallTask.backbone(3));
    FineTuneResult run =
        FineTuner.of(smaller)
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.linearProbe(3))
            .seed(Seed.of(9))
            .build()
            .fit(split);
    assertThat(smaller.graph().getParam("conv1_W").size(0)).isEqualTo(3);
    assertThat(run.graph().getParam("conv1_W")).isEqualTo(smaller.graph().getParam("conv1_W"));
    assertThat(run.history()).hasSize(3);
  }
}
