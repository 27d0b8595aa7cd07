package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.train.SmallObjective.all;
import static org.graft4j.train.SmallObjective.data;
import static org.graft4j.train.SmallObjective.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.train.SmallObjective.Energy;
import org.graft4j.train.objective.Constraint;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What a stage leaves behind, to be used, gone on from or taken over. */
class StageOutcomeTest {

  @ParameterizedTest
  @MethodSource("averagings")
  void averaging_resumedInTheMiddle_givesTheSameBytes(WeightAveraging how) {
    ComputationGraph straight = network(DataType.FLOAT);
    ComputationGraph resumed = network(DataType.FLOAT);
    List<Checkpoint> states = new ArrayList<>();

    TrainingLoop.train(straight, averaged(how).build());
    try {
      TrainingLoop.train(
          network(DataType.FLOAT),
          averaged(how)
              .checkpoint(state -> states.add(copy(state)))
              .stop(() -> states.size() == 3)
              .build());
    } catch (TrainingInterruptedException e) {
      assertThat(states).hasSize(3);
    }
    TrainingLoop.train(resumed, averaged(how).resume(states.get(2)).build());

    assertThat(all(resumed)).containsExactly(all(straight));
  }

  static List<WeightAveraging> averagings() {
    return List.of(WeightAveraging.ema(0.9), new WeightAveraging.Swa(0.3));
  }

  private static TrainingSettings.Builder averaged(WeightAveraging how) {
    return TrainingSettings.of(data(DataType.FLOAT, 4, 0), 6, 0.05)
        .averaging(how)
        .objective(
            new Objective(
                CrossEntropy.plain(), List.of(new Energy(0.7, DataType.FLOAT)), List.of()));
  }

  private static Checkpoint copy(Checkpoint live) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    live.arrays().forEach((name, values) -> arrays.put(name, values.dup()));
    return new Checkpoint(
        live.settings(),
        live.stage(),
        live.epoch(),
        live.finished(),
        live.bestEpoch(),
        live.history(),
        live.steps(),
        arrays);
  }

  /** Two stages of one epoch with the state taken over are one stage of two at a constant rate. */
  @Test
  void heritage_withMoments_goesOnBitForBit() {
    ComputationGraph straight = network(DataType.FLOAT);
    ComputationGraph inStages = network(DataType.FLOAT);
    Energy term = new Energy(0.7, DataType.FLOAT);
    Energy again = new Energy(0.7, DataType.FLOAT);
    List<Checkpoint> last = new ArrayList<>();

    TrainingLoop.train(straight, adam(2).objective(with(new Energy(0.7, DataType.FLOAT))).build());
    TrainingLoop.train(
        inStages,
        adam(1).objective(with(term)).checkpoint(s -> last.add(s.heritage(true))).build());
    TrainingLoop.train(
        inStages,
        TrainingSettings.of(later(), 1, 0.05)
            .schedule(Schedule.constant())
            .objective(with(again))
            .previous(last.get(0))
            .build());

    assertThat(all(inStages)).containsExactly(all(straight));
    assertThat(again.scale.getDouble(0)).isNotEqualTo(1.5).isNotEqualTo(term.scale.getDouble(0));
  }

  private static Objective with(Energy term) {
    return new Objective(CrossEntropy.plain(), List.of(term), List.of());
  }

  private static TrainingSettings.Builder adam(int epochs) {
    return TrainingSettings.of(data(DataType.FLOAT, 4, 0), epochs, 0.05)
        .schedule(Schedule.constant());
  }

  /** The data as the second epoch has it. */
  private static BatchSource later() {
    BatchSource data = data(DataType.FLOAT, 4, 0);
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        return data.epoch(epoch + 1);
      }

      @Override
      public int examples() {
        return data.examples();
      }

      @Override
      public int batches() {
        return data.batches();
      }
    };
  }

  /** Holds a growing part of the hidden weights at zero; all that it wants from the half on. */
  private static final class Zeros implements Constraint {
    @Override
    public void apply(Map<String, INDArray> parameters, double progress) {
      INDArray weights = parameters.get("hidden_W");
      long count = Math.round(Math.min(1, 2 * progress) * 10);
      for (long i = 0; i < count; i++) {
        weights.putScalar(i, 0);
      }
    }

    @Override
    public boolean settled(double progress) {
      return progress >= 0.5;
    }
  }

  static List<TrainingSettings.Builder> waysToLeaveSomethingElse() {
    TrainingSettings.Builder stopped =
        TrainingSettings.of(data(DataType.FLOAT, 4, 0), 20, 0.5)
            .validation(data(DataType.FLOAT, 4, 0))
            .earlyStopping(EarlyStopping.after(2));
    return List.of(
        TrainingSettings.of(data(DataType.FLOAT, 4, 0), 4, 0.05),
        TrainingSettings.of(data(DataType.FLOAT, 4, 0), 4, 0.05)
            .averaging(new WeightAveraging.Ema(0.95, false)),
        TrainingSettings.of(data(DataType.FLOAT, 4, 0), 4, 0.05)
            .averaging(new WeightAveraging.Swa(0)),
        stopped);
  }

  /** What is left behind is neither an average nor an epoch that the constraint did not bind. */
  @ParameterizedTest
  @MethodSource("waysToLeaveSomethingElse")
  void constraint_whateverAStageLeaves_holds(TrainingSettings.Builder way) {
    ComputationGraph graph = network(DataType.FLOAT);
    List<EpochRecord> history =
        TrainingLoop.train(
            graph,
            way.objective(
                    new Objective(CrossEntropy.plain(), List.of(), List.of(), List.of(new Zeros())))
                .build());

    INDArray weights = graph.getParam("hidden_W");
    for (long i = 0; i < 10; i++) {
      assertThat(weights.getDouble(i)).as("weight " + i + " after " + history.size()).isZero();
    }
    assertThat(weights.getDouble(12)).isNotZero();
  }
}
