package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.benchmarks.peer.TorchNetwork;
import org.graft4j.benchmarks.peer.TorchProbe;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.InputSpec;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.runtime.RngState;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A linear probe from picture files to a trained head.
 *
 * @param backbone what gives the features
 * @param split what it trains on
 * @param epochs of the head
 */
record ProbeJob(Backbone backbone, DatasetSplit split, int epochs) {
  private static final int BATCH = 32;
  private static final double RATE = 3e-2;

  /** Over the folder that {@link DrawnPictures} wrote, with a random backbone. */
  static ProbeJob of(String architecture, int size, Path folder, int epochs) {
    InputSpec usual = Architectures.find(architecture).orElseThrow().input();
    InputSpec input =
        new InputSpec(
            size,
            size,
            new ResizeRule.ShorterSide(size * 8 / 7),
            usual.channels(),
            usual.mean(),
            usual.std());
    Network network = RandomData.network(architecture, size, 0);
    Backbone backbone =
        new Backbone(
            architecture,
            RandomData.weighted(network),
            input,
            network.groups(),
            network.featureVertex(),
            network.featureWidth(),
            Optional.empty());
    try {
      return new ProbeJob(backbone, DrawnPictures.split(folder), epochs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fine-tuner of this job with whatever else the caller sets. */
  FineTuner.Builder tuner() {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(FineTunePlan.linearProbe(epochs))
        .batchSize(BATCH);
  }

  /** The whole job, as a user writes it. */
  FineTuneResult run(ProbeCache cache) {
    try (FeatureCache opened = cache.open()) {
      return fit(tuner().cache(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fits on the job's pictures. */
  FineTuneResult fit(FineTuner.Builder tuner) {
    try {
      return tuner.build().fit(split);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same job as a loop in PyTorch that runs the whole network in each epoch; pictures come by
   * our reader, ahead on several threads.
   *
   * @return the mean loss of the last epoch
   */
  double torch() {
    PictureBatches pictures =
        PictureBatches.training(
            split.train(), split.labels(), backbone.input(), BATCH, Augmentation.NONE, Seed.of(42));
    ComputationGraph head = head(backbone.featureWidth(), split.labels().size());
    try (TorchProbe probe =
        new TorchProbe(TorchNetwork.of(backbone.graph()), TorchNetwork.training(head), RATE)) {
      double loss = Double.NaN;
      for (int epoch = 0; epoch < epochs; epoch++) {
        loss = probe.epoch(pictures, epoch);
      }
      return loss;
    }
  }

  /** A linear classifier of features. */
  static ComputationGraph head(int width, int classes) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("features")
                .addLayer(
                    "fc",
                    new DenseLayer.Builder()
                        .nIn(width)
                        .nOut(classes)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "features")
                .addLayer(
                    "output",
                    new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "fc")
                .setOutputs("output")
                .build());
    RngState.keeping(() -> graph.init());
    return graph;
  }
}
