package org.graft4j.engine;

import static org.graft4j.engine.SmallNets.CHANNELS;
import static org.graft4j.engine.SmallNets.assertAgrees;
import static org.graft4j.engine.SmallNets.conv;
import static org.graft4j.engine.SmallNets.net;
import static org.graft4j.engine.SmallNets.norm;
import static org.graft4j.engine.SmallNets.pictures;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Convolutions, batch norms and functions through the trunk are those of DL4J. */
class TrunkConvolutionTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 1, 16",
    "3, 1, 1, 1, 16",
    "3, 2, 1, 1, 5",
    "5, 1, 2, 1, 17",
    "5, 2, 0, 1, 16",
    "7, 2, 3, 1, 64",
    "3, 1, 2, 2, 16",
    "3, 2, 0, 2, 7",
    "1, 2, 0, 1, 3"
  })
  void convolution_anyWindow_isDl4js(int kernel, int stride, int padding, int dilation, int out) {
    for (boolean bias : new boolean[] {true, false}) {
      ComputationGraph graph =
          net(
              "conv",
              g ->
                  g.addLayer(
                      "conv",
                      conv(out, kernel, kernel)
                          .stride(stride, stride)
                          .padding(padding, padding)
                          .dilation(dilation, dilation)
                          .hasBias(bias)
                          .build(),
                      "in"));
      assertAgrees(graph, "conv", pictures(2), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 2, 1", "2, 4, 1, 1", "5, 3, 3, 1", "3, 3, 1, 2", "1, 1, 2, 1"})
  void convolution_modeSame_putsTheOddPixelWhereDl4jDoes(
      int height, int width, int stride, int dilation) {
    ComputationGraph graph =
        net(
            "conv",
            g ->
                g.addLayer(
                    "conv",
                    conv(6, height, width)
                        .stride(stride, stride)
                        .dilation(dilation, dilation)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                    "in"));
    assertAgrees(graph, "conv", pictures(3), 0);
    INDArray odd = SmallNets.fill(Nd4j.zeros(DataType.FLOAT, 1, CHANNELS, 8, 13), "odd", -1, 1);
    assertAgrees(graph, "conv", odd, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "RELU6", "SIGMOID", "TANH", "SWISH"})
  void curve_fusedAndAlone_isDl4js(Activation curve) {
    ComputationGraph graph =
        net(
            "alone",
            g ->
                g.addLayer("conv", conv(5, 3, 3).activation(curve).build(), "in")
                    .addLayer("norm", norm(), "conv")
                    .addLayer("alone", new ActivationLayer(curve), "norm"));
    graph.params().muli(4);
    assertAgrees(graph, "conv", pictures(2), 0);
    assertAgrees(graph, "alone", pictures(2), 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"ELU", "LEAKYRELU", "HARDSIGMOID", "SOFTPLUS"})
  void convolution_ownActivationUnknownHere_isDl4js(Activation activation) {
    ComputationGraph graph =
        net("conv", g -> g.addLayer("conv", conv(5, 3, 3).activation(activation).build(), "in"));
    assertAgrees(graph, "conv", pictures(2), 1);
  }

  /** DL4J's softmax goes along the last axis, which is that of a picture's columns. */
  @Test
  void softmax_ofPictures_isDl4js() {
    ComputationGraph graph =
        net(
            "alone",
            g ->
                g.addLayer("conv", conv(5, 3, 3).activation(Activation.SOFTMAX).build(), "in")
                    .addLayer("alone", new ActivationLayer(Activation.SOFTMAX), "in"));
    assertAgrees(graph, "conv", pictures(2), 0);
    assertAgrees(graph, "alone", pictures(2), 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void batchNorm_foldedOrBeforeReluAlone_isDl4js(boolean logStd) {
    BatchNormalization norm = new BatchNormalization.Builder().useLogStd(logStd).eps(1e-2).build();
    ComputationGraph graph =
        net(
            "relu",
            g ->
                g.addLayer("first", norm, "in")
                    .addLayer("conv", conv(20, 3, 3).hasBias(true).build(), "first")
                    .addLayer("folded", norm.clone(), "conv")
                    .addLayer("again", norm.clone(), "folded")
                    .addLayer("relu", new ActivationLayer(Activation.RELU), "again"));
    assertAgrees(graph, "first", pictures(2), 0);
    assertAgrees(graph, "folded", pictures(2), 0);
    assertAgrees(graph, "relu", pictures(2), 0);
  }

  @Test
  void batchNorm_lockedGammaAndBeta_isDl4js() {
    ComputationGraph graph =
        net(
            "norm",
            g ->
                g.addLayer("conv", conv(4, 3, 3).build(), "in")
                    .addLayer(
                        "norm",
                        new BatchNormalization.Builder()
                            .lockGammaBeta(true)
                            .gamma(1.5)
                            .beta(-0.25)
                            .build(),
                        "conv"));
    assertAgrees(graph, "norm", pictures(2), 0);
  }

  @Test
  void batchNorm_fixedStatisticsAndFrozen_isDl4js() {
    ComputationGraph graph =
        net(
            "relu",
            g ->
                g.addLayer("conv", conv(4, 3, 3).build(), "in")
                    .addLayer("norm", norm(), "conv")
                    .addLayer("relu", new ActivationLayer(Activation.RELU), "norm"));
    ComputationGraph fixed = GraphEdits.withFixedStatistics(graph, name -> true);
    assertAgrees(fixed, "relu", pictures(2), 0);
    assertAgrees(GraphEdits.withFrozen(fixed, name -> true), "relu", pictures(2), 0);
    assertAgrees(GraphEdits.withFrozen(graph, name -> true), "relu", pictures(2), 0);
  }

  @Test
  void batchNorm_onRows_isDl4js() {
    ComputationGraph graph =
        net(
            InputType.feedForward(6),
            5,
            new NoOp(),
            "norm",
            g ->
                g.addLayer("dense", new DenseLayer.Builder().nOut(7).build(), "in")
                    .addLayer("norm", norm(), "dense"));
    INDArray rows = SmallNets.fill(Nd4j.zeros(DataType.FLOAT, 4, 6), "rows", -1, 1);
    assertAgrees(graph, "norm", rows, 0);
  }

  @Test
  void channelsLast_runsAsItIs() {
    ComputationGraph graph =
        net(
            InputType.convolutional(11, 9, CHANNELS, CNN2DFormat.NHWC),
            5,
            new NoOp(),
            "fc",
            g ->
                g.addLayer("conv", conv(4, 3, 3).dataFormat(CNN2DFormat.NHWC).build(), "in")
                    .addLayer(
                        "norm",
                        new BatchNormalization.Builder().dataFormat(CNN2DFormat.NHWC).build(),
                        "conv")
                    .addLayer("fc", new DenseLayer.Builder().nOut(3).build(), "norm"));
    INDArray batch = pictures(2).permute(0, 2, 3, 1).dup('c');
    assertAgrees(graph, "norm", batch, 2);
    assertAgrees(graph, "fc", batch, 3);
  }
}
