package org.graft4j.bundle;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Classifiers of a few hundred parameters. */
final class SmallModels {
  static final int SIDE = 16;

  private SmallModels() {}

  static InputSpec input() {
    return new InputSpec(
        SIDE,
        SIDE,
        new ResizeRule.ShorterSide(20),
        InputSpec.ChannelOrder.RGB,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225));
  }

  /** Random weights; labels with umlauts and Chinese characters, as folders have them. */
  static TrainedModel model() {
    return model(3, LabelMap.of(List.of("Rose", "Gänseblümchen", "向日葵")));
  }

  static TrainedModel model(int outputs, LabelMap labels) {
    return new TrainedModel(
        graph(outputs), input(), labels, new Provenance(Map.of("backbone", "none", "seed", "3")));
  }

  static ComputationGraph graph(int outputs) {
    Acceleration.enable();
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(1e-3))
                .l2(1e-4)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(SIDE, SIDE, 3))
                .addLayer(
                    "conv",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .stride(2, 2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "in")
                .addLayer("bn", new BatchNormalization.Builder().build(), "conv")
                .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "bn")
                .addLayer(
                    "fc",
                    new OutputLayer.Builder().nOut(outputs).activation(Activation.SOFTMAX).build(),
                    "pool")
                .setOutputs("fc")
                .build());
    RngState.keeping(() -> graph.init());
    // Running statistics as of a trained network: the initial 0 and 1 would hide a lost one.
    graph.getLayer("bn").getParam("mean").assign(0.25);
    return graph;
  }

  static INDArray batch(int n) {
    RandomGenerator random = Seed.of(5).stream("batch");
    float[] values = new float[n * 3 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {n, 3, SIDE, SIDE}, 'c');
  }

  static Picture picture(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    Seed.of(seed).stream("picture").nextBytes(rgb);
    return new Picture(width, height, rgb);
  }
}
