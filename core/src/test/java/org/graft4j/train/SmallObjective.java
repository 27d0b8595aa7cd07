package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Penalty;
import org.graft4j.train.objective.StepBatch;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A network of two layers, data for it, and an objective with a term and a penalty. */
final class SmallObjective {
  private SmallObjective() {}

  static final double RATE = 0.1;

  /** in (4) - hidden (5, tanh) - out (3). */
  static ComputationGraph network(DataType type) {
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

  static BatchSource data(DataType type, int batchSize, int unlabelled) {
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

  static DataSet batch(RandomGenerator random, DataType type, int size, int unlabelled, int from) {
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
  static final class Energy implements FeatureTerm {
    private final String name;
    private final double rateFactor;
    private final double weight;
    final INDArray scale;
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
  record Squares(double lambda, String only) implements Penalty {
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

  static TrainingSettings.Builder sgd(BatchSource data, int epochs) {
    return TrainingSettings.of(data, epochs, RATE)
        .optimizer(Optimizer.sgd(0))
        .schedule(Schedule.constant());
  }

  static double[] all(ComputationGraph graph) {
    return graph.paramTable().values().stream()
        .flatMapToDouble(p -> DoubleStream.of(p.dup('c').data().asDouble()))
        .toArray();
  }
}
