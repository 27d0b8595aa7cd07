package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.graft4j.train.objective.Constraint;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.Objective;
import org.graft4j.train.objective.Penalty;
import org.graft4j.train.objective.StepBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class ObjectiveInTheLoopTest {
  private static final double RATE = 0.1;

  /** in (4) - hidden (5, tanh) - out (3). */
  private static ComputationGraph network(DataType type) {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(type)
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.TANH).build(),
                "in")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(5)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "hidden")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping(() -> graph.init());
    return graph;
  }

  private static BatchSource data(DataType type, int batchSize, int unlabelled) {
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        List<DataSet> batches = new ArrayList<>();
        RandomGenerator random = Seed.of(3).stream("data", epoch);
        for (int from = 0; from < 12; from += batchSize) {
          batches.add(batch(random, type, batchSize, unlabelled, from));
        }
        return new ExistingDataSetIterator(batches);
      }

      @Override
      public int examples() {
        return 12;
      }

      @Override
      public int batches() {
        return 12 / batchSize;
      }
    };
  }

  private static DataSet batch(
      RandomGenerator random, DataType type, int size, int unlabelled, int from) {
    INDArray features = Nd4j.zeros(type, size, 4);
    INDArray labels = Nd4j.zeros(type, size, 3);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int label = random.nextInt(3);
      for (int j = 0; j < 4; j++) {
        features.putScalar(i, j, random.nextGaussian() + (j == label ? 1 : 0));
      }
      if (i < size - unlabelled) {
        labels.putScalar(i, label, 1);
      }
      ids.add("item-" + (from + i));
    }
    DataSet set = new DataSet(features, labels);
    set.setExampleMetaData(ids);
    return set;
  }

  /** Half the mean square of what the hidden layer gives, after a scale of its own. */
  private static final class Energy implements FeatureTerm {
    private final String name;
    private final double rateFactor;
    private final double weight;
    private final INDArray scale;
    private INDArray scaleSlope;

    Energy(double weight, DataType type) {
      this("energy", 1, weight, type);
    }

    Energy(String name, double rateFactor, double weight, DataType type) {
      this.name = name;
      this.rateFactor = rateFactor;
      this.weight = weight;
      this.scale = Nd4j.ones(type, 1, 1).muli(1.5);
      this.scaleSlope = Nd4j.zeros(type, 1, 1);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String part() {
      return "energy";
    }

    @Override
    public double rateFactor() {
      return rateFactor;
    }

    @Override
    public String vertex() {
      return "hidden";
    }

    @Override
    public double weight(double progress) {
      return weight;
    }

    @Override
    public double compute(INDArray output, StepBatch batch, INDArray slope) {
      assertThat(batch.ids()).hasSize((int) output.size(0));
      double n = output.size(0);
      double s = scale.getDouble(0);
      double squares = output.mul(output).sumNumber().doubleValue();
      slope.assign(output).muli(s * s / n);
      scaleSlope.assign(s * squares / n);
      return s * s * squares / 2 / n;
    }

    @Override
    public Map<String, INDArray> parameters() {
      return Map.of("scale", scale);
    }

    @Override
    public Map<String, INDArray> slopes() {
      return Map.of("scale", scaleSlope);
    }
  }

  /** Half the sum of squares of one parameter. */
  private record Squares(double lambda, String only) implements Penalty {
    @Override
    public String name() {
      return "squares";
    }

    @Override
    public double addTo(String parameter, INDArray values, INDArray slope) {
      if (!parameter.equals(only)) {
        return 0;
      }
      slope.addi(values.mul(lambda));
      return lambda / 2 * values.mul(values).sumNumber().doubleValue();
    }
  }

  private static TrainingSettings.Builder sgd(BatchSource data, int epochs) {
    return TrainingSettings.of(data, epochs, RATE)
        .optimizer(Optimizer.sgd(0))
        .schedule(Schedule.constant());
  }

  private static double[] all(ComputationGraph graph) {
    return graph.paramTable().values().stream()
        .flatMapToDouble(p -> DoubleStream.of(p.dup('c').data().asDouble()))
        .toArray();
  }

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
