package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.graft4j.train.SmallObjective.RATE;
import static org.graft4j.train.SmallObjective.all;
import static org.graft4j.train.SmallObjective.data;
import static org.graft4j.train.SmallObjective.network;
import static org.graft4j.train.SmallObjective.sgd;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.train.SmallObjective.Energy;
import org.graft4j.train.SmallObjective.Squares;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.Objective;
import org.graft4j.train.objective.Penalty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class ObjectiveInTheLoopTest {

  /** The slope that one step of plain descent reveals, against central differences. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DOUBLE", "FLOAT"})
  void step_withLossTermAndPenalty_isDownTheirSumsSlope(DataType type) {
    CrossEntropy weighted = CrossEntropy.weighted(List.of(1.0, 2.0, 0.5));
    Energy term = new Energy(0.7, type);
    ComputationGraph graph = network(type);
    ComputationGraph before = network(DataType.DOUBLE);
    before.params().assign(graph.params().castTo(DataType.DOUBLE));
    TrainingLoop.train(
        graph,
        sgd(data(type, 12, 0), 1)
            .objective(new Objective(weighted, List.of(term), List.of(new Squares(0.3, "out_W"))))
            .build());

    DataSet whole = data(DataType.DOUBLE, 12, 0).epoch(0).next();
    double step = 1e-5;
    double tolerance = type == DataType.DOUBLE ? 1e-8 : 1e-5;
    before
        .paramTable()
        .forEach(
            (name, values) -> {
              for (long i = 0; i < values.length(); i++) {
                double at = values.getDouble(i);
                values.putScalar(i, at + step);
                double up = objective(before, weighted, whole, 1.5);
                values.putScalar(i, at - step);
                double down = objective(before, weighted, whole, 1.5);
                values.putScalar(i, at);
                double slope = (up - down) / (2 * step);
                assertThat(graph.getParam(name).getDouble(i))
                    .as(name + " " + i)
                    .isCloseTo(at - RATE * slope, within(tolerance));
              }
            });
    double slope =
        (objective(before, weighted, whole, 1.5 + step)
                - objective(before, weighted, whole, 1.5 - step))
            / (2 * step);
    assertThat(term.scale.getDouble(0)).isCloseTo(1.5 - RATE * slope, within(tolerance));
  }

  private static double objective(ComputationGraph graph, Loss loss, DataSet data, double scale) {
    INDArray hidden = graph.feedForward(data.getFeatures(), false).get("hidden");
    INDArray logits = hidden.mmul(graph.getParam("out_W")).addRowVector(graph.getParam("out_b"));
    double[] slope = new double[36];
    double value =
        loss.compute(
            logits.dup('c').data().asDouble(),
            data.getLabels().dup('c').data().asDouble(),
            12,
            slope);
    double energy = scale * scale * hidden.mul(hidden).sumNumber().doubleValue() / 2 / 12;
    INDArray w = graph.getParam("out_W");
    return value + 0.7 * energy + 0.15 * w.mul(w).sumNumber().doubleValue();
  }

  @Test
  void history_termsOfOnePart_areAddedUp() {
    Energy one = new Energy("one", 1, 0.7, DataType.DOUBLE);
    Energy two = new Energy("two", 1, 0.3, DataType.DOUBLE);
    Energy both = new Energy(1, DataType.DOUBLE);

    Map<String, Double> apart = termsOfOneEpoch(one, two);

    assertThat(apart).containsOnlyKeys("energy");
    assertThat(apart.get("energy")).isCloseTo(termsOfOneEpoch(both).get("energy"), within(1e-9));
  }

  private static Map<String, Double> termsOfOneEpoch(FeatureTerm... terms) {
    Objective objective = new Objective(CrossEntropy.plain(), List.of(terms), List.of());
    BatchSource data = data(DataType.DOUBLE, 12, 0);
    return TrainingLoop.train(network(DataType.DOUBLE), sgd(data, 1).objective(objective).build())
        .get(0)
        .terms();
  }

  @Test
  void rateFactor_ofATerm_isThatOfItsOwnParametersStep() {
    Energy whole = new Energy(1, DataType.DOUBLE);
    Energy tenth = new Energy("energy", 0.1, 1, DataType.DOUBLE);
    termsOfOneEpoch(whole);
    termsOfOneEpoch(tenth);

    double step = whole.scale.getDouble(0) - 1.5;
    assertThat(Math.abs(step)).isGreaterThan(1e-4);
    assertThat(tenth.scale.getDouble(0) - 1.5).isCloseTo(0.1 * step, within(1e-12));
  }

  @Test
  void objective_partWithAPenaltysName_isRefused() {
    assertThatThrownBy(
            () ->
                new Objective(
                    CrossEntropy.plain(),
                    List.of(new Energy("one", 1, 1, DataType.FLOAT)),
                    List.of(named("energy"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names in an objective must differ, but 'energy' came twice");
  }

  private static Penalty named(String name) {
    return new Penalty() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double addTo(String parameter, INDArray values, INDArray slope) {
        return 0;
      }
    };
  }

  @Test
  void history_withTermAndPenalty_namesTheirMeans() {
    ComputationGraph graph = network(DataType.FLOAT);
    List<EpochRecord> history =
        TrainingLoop.train(
            graph,
            sgd(data(DataType.FLOAT, 4, 0), 2)
                .objective(
                    new Objective(
                        CrossEntropy.plain(),
                        List.of(new Energy(0.7, DataType.FLOAT)),
                        List.of(new Squares(0.3, "out_W"))))
                .build());

    assertThat(history.get(1).terms()).containsOnlyKeys("energy", "squares");
    assertThat(history.get(1).terms().get("energy"))
        .isLessThan(history.get(0).terms().get("energy"));
  }

  /** The loss in the output layer's place and the engine's own are one formula. */
  @Test
  void installedLoss_ofWeightsOne_trainsAsTheEnginesOwn() {
    ComputationGraph own = network(DataType.FLOAT);
    ComputationGraph installed = network(DataType.FLOAT);

    TrainingLoop.train(own, sgd(data(DataType.FLOAT, 4, 0), 3).build());
    TrainingLoop.train(
        installed,
        sgd(data(DataType.FLOAT, 4, 0), 3)
            .objective(Objective.of(CrossEntropy.weighted(List.of(1.0, 1.0, 1.0))))
            .build());

    assertThat(all(installed)).containsExactly(all(own), within(1e-6));
  }

  /** A row of zeros must not pull the logits to nowhere, nor count in the mean. */
  @Test
  void unlabelledRows_inABatch_countForNothing() {
    ComputationGraph graph = network(DataType.DOUBLE);
    ComputationGraph without = network(DataType.DOUBLE);
    DataSet whole = data(DataType.DOUBLE, 12, 5).epoch(0).next();
    BatchSource labelled = once(cut(whole, 7));

    TrainingLoop.train(graph, sgd(data(DataType.DOUBLE, 12, 5), 1).unlabelledRows(true).build());
    TrainingLoop.train(without, sgd(labelled, 1).build());

    assertThat(all(graph)).containsExactly(all(without), within(1e-12));
  }

  /** The loss that is shown is the mean over the examples that have one. */
  @Test
  void trainLoss_withUnlabelledRows_isTheMeanOverTheOthers() {
    DataSet whole = data(DataType.DOUBLE, 12, 5).epoch(0).next();
    DataSet half = data(DataType.DOUBLE, 12, 0).epoch(0).next();
    BatchSource two =
        new BatchSource() {
          @Override
          public DataSetIterator epoch(int epoch) {
            return new ExistingDataSetIterator(List.of(whole, half));
          }

          @Override
          public int examples() {
            return 24;
          }

          @Override
          public int batches() {
            return 2;
          }
        };
    double first = lossOf(once(whole));
    double second = lossOf(once(half));

    double both =
        TrainingLoop.train(
                network(DataType.DOUBLE),
                TrainingSettings.of(two, 1, 1e-12).unlabelledRows(true).build())
            .get(0)
            .trainLoss();

    assertThat(both).isCloseTo((7 * first + 12 * second) / 19, within(1e-9));
  }

  private static double lossOf(BatchSource data) {
    return TrainingLoop.train(
            network(DataType.DOUBLE),
            TrainingSettings.of(data, 1, 1e-12).unlabelledRows(true).build())
        .get(0)
        .trainLoss();
  }

  private static DataSet cut(DataSet set, int rows) {
    DataSet cut =
        new DataSet(
            set.getFeatures().getRows(0, 1, 2, 3, 4, 5, 6),
            set.getLabels().getRows(0, 1, 2, 3, 4, 5, 6));
    cut.setExampleMetaData(set.getExampleMetaData(String.class).subList(0, rows));
    return cut;
  }

  private static BatchSource once(DataSet set) {
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        return new ExistingDataSetIterator(List.of(set));
      }

      @Override
      public int examples() {
        return set.numExamples();
      }

      @Override
      public int batches() {
        return 1;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DOUBLE", "FLOAT"})
  void accumulate_threeBatchesOfFour_isOneOfTwelve(DataType type) {
    ComputationGraph small = network(type);
    ComputationGraph large = network(type);

    TrainingLoop.train(
        small, sgd(data(type, 4, 0), 2).gradients(GradientRules.PLAIN.accumulating(3)).build());
    TrainingLoop.train(large, sgd(data(type, 12, 0), 2).build());

    assertThat(all(small))
        .containsExactly(all(large), within(type == DataType.DOUBLE ? 1e-12 : 1e-6));
  }

  /** Plain descent moves by rate times gradient: a clipped one by rate times the norm at most. */
  @Test
  void clipNorm_ofALongGradient_isTheLengthOfTheStep() {
    ComputationGraph graph = network(DataType.DOUBLE);
    double[] before = all(graph);

    TrainingLoop.train(
        graph,
        sgd(data(DataType.DOUBLE, 12, 0), 1)
            .gradients(GradientRules.PLAIN.clippedAt(0.01))
            .build());

    double squares = 0;
    double[] after = all(graph);
    for (int i = 0; i < after.length; i++) {
      squares += Math.pow(after[i] - before[i], 2);
    }
    // PyTorch adds 1e-6 to the norm, which is about 0.5 here.
    assertThat(Math.sqrt(squares)).isCloseTo(RATE * 0.01, within(1e-8));
  }
}
