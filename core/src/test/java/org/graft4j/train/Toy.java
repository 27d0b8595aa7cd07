package org.graft4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A small network with batch norm and dropout, and separable data for it. */
final class Toy {
  private Toy() {}

  static ComputationGraph network() {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("in")
            .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(8).build(), "in")
            .addLayer(
                "norm",
                new BatchNormalization.Builder().nOut(8).useLogStd(false).decay(0.9).build(),
                "hidden")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(8)
                    .nOut(3)
                    .dropOut(0.8)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "norm")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping(() -> graph.init());
    return graph;
  }

  /** Batches of 5 with one more example than fits; shuffled by epoch. */
  static BatchSource data(int examples, long seed) {
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        RandomGenerator random = Seed.of(seed).stream("toy", epoch);
        List<DataSet> batches = new ArrayList<>();
        for (int start = 0; start < examples; start += 5) {
          batches.add(batch(random, start, Math.min(5, examples - start)));
        }
        return new ExistingDataSetIterator(batches);
      }

      @Override
      public int examples() {
        return examples;
      }

      @Override
      public int batches() {
        return (examples + 4) / 5;
      }
    };
  }

  private static DataSet batch(RandomGenerator random, int start, int size) {
    INDArray features = Nd4j.create(size, 4);
    INDArray labels = Nd4j.create(size, 3);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int label = random.nextInt(3);
      for (int j = 0; j < 4; j++) {
        features.putScalar(i, j, random.nextGaussian() * 0.3 + (j == label ? 1 : 0));
      }
      labels.putScalar(i, label, 1);
      ids.add("item-" + (start + i));
    }
    DataSet set = new DataSet(features, labels);
    set.setExampleMetaData(ids);
    return set;
  }
}
