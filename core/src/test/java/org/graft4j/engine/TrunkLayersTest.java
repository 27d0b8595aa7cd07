package org.graft4j.engine;

import static org.graft4j.engine.SmallNets.assertAgrees;
import static org.graft4j.engine.SmallNets.conv3;
import static org.graft4j.engine.SmallNets.net;
import static org.graft4j.engine.SmallNets.norm;
import static org.graft4j.engine.SmallNets.pictures;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Poolings, matrices, sums and vertices through the trunk are those of DL4J. */
class TrunkLayersTest {
  private static final ElementWiseVertex.Op ADD = ElementWiseVertex.Op.Add;

  @ParameterizedTest
  @CsvSource({
    "MAX, 2, 2, 0, Truncate, false, 1, 0", "MAX, 3, 2, 1, Truncate, false, 1, 0",
    "MAX, 3, 2, 0, Same, false, 1, 0", "AVG, 3, 2, 0, Truncate, false, 1, 0",
    "AVG, 3, 1, 1, Truncate, false, 1, 0", "AVG, 3, 2, 1, Truncate, true, 1, 0",
    "AVG, 2, 2, 0, Same, false, 1, 0", "AVG, 3, 2, 0, Same, true, 1, 0",
    "MAX, 2, 1, 0, Truncate, false, 2, 1", "PNORM, 2, 2, 0, Truncate, false, 1, 1"
  })
  void pooling_ofAnyKind_isDl4js(
      PoolingType type,
      int kernel,
      int stride,
      int padding,
      ConvolutionMode mode,
      boolean countsPadding,
      int dilation,
      int asItIs) {
    SubsamplingLayer.Builder pool =
        new SubsamplingLayer.Builder(type)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .dilation(dilation, dilation)
            .convolutionMode(mode)
            .pnorm(2);
    pool.setAvgPoolIncludePadInDivisor(countsPadding);
    ComputationGraph graph =
        net("pool", g -> g.addLayer("conv", conv3(6), "in").addLayer("pool", pool.build(), "conv"));
    assertAgrees(graph, "pool", pictures(2), asItIs);
  }

  @ParameterizedTest
  @CsvSource({"MAX, 0", "AVG, 0", "SUM, 1"})
  void globalPooling_isDl4js(PoolingType type, int asItIs) {
    ComputationGraph graph =
        net(
            "pool",
            g ->
                g.addLayer("conv", conv3(19), "in")
                    .addLayer("pool", new GlobalPoolingLayer.Builder(type).build(), "conv"));
    assertAgrees(graph, "pool", pictures(3), asItIs);
  }

  @Test
  void dense_afterPicturesAndOnRows_isDl4js() {
    ComputationGraph graph =
        net(
            "out",
            g ->
                g.addLayer("conv", conv3(5), "in")
                    .addLayer(
                        "fc1",
                        new DenseLayer.Builder().nOut(13).activation(Activation.RELU).build(),
                        "conv")
                    .addLayer("fc2", new DenseLayer.Builder().nOut(7).hasBias(false).build(), "fc1")
                    .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(4)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        "fc2"));
    assertAgrees(graph, "fc1", pictures(2), 0);
    assertAgrees(graph, "fc2", pictures(1), 0);
    assertAgrees(graph, "out", pictures(5), 0);
  }

  /** Dropout and identity do nothing, wherever they stand: nothing runs as it is for them. */
  @Test
  void lossLayerDropoutAndIdentity_areDl4js() {
    ComputationGraph graph =
        net(
            "out",
            g ->
                g.addLayer("drop1", new DropoutLayer(0.5), "in")
                    .addLayer("conv", conv3(5), "drop1")
                    .addLayer("same", new ActivationLayer(Activation.IDENTITY), "conv")
                    .addLayer("relu", new ActivationLayer(Activation.RELU), "same")
                    .addLayer("fc", new DenseLayer.Builder().nOut(4).build(), "relu")
                    .addLayer("drop2", new DropoutLayer(0.5), "fc")
                    .addLayer(
                        "out",
                        new LossLayer.Builder(LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        "drop2"));
    assertAgrees(graph, "out", pictures(2), 0);
    assertAgrees(graph, "drop2", pictures(2), 0);
    assertAgrees(graph, "same", pictures(2), 0);
    assertAgrees(graph, "drop1", pictures(2), 0);
  }

  /** conv1 norm1 relu1 (conv2 norm2) + (short) = add, relu2, and again with the plain value. */
  private static ComputationGraph residual() {
    return net(
        "relu3",
        g ->
            g.addLayer("conv1", conv3(18), "in")
                .addLayer("norm1", norm(), "conv1")
                .addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1")
                .addLayer("conv2", conv3(18), "relu1")
                .addLayer("norm2", norm(), "conv2")
                .addLayer("short", conv3(18), "relu1")
                .addVertex("add", new ElementWiseVertex(ADD), "norm2", "short")
                .addLayer("relu2", new ActivationLayer(Activation.RELU), "add")
                .addLayer("conv3", conv3(18), "relu2")
                .addLayer("norm3", norm(), "conv3")
                .addVertex("add2", new ElementWiseVertex(ADD), "norm3", "relu2")
                .addLayer("relu3", new ActivationLayer(Activation.RELU), "add2"));
  }

  @ParameterizedTest
  @CsvSource({
    "relu3", "add2", "norm3", "conv3", "relu2", "add", "short", "norm2", "conv2", "conv1"
  })
  void residualBlock_cutAnywhere_isDl4js(String frontier) {
    assertAgrees(residual(), frontier, pictures(2), 0);
    assertAgrees(GraphEdits.withFrozen(residual(), name -> true), frontier, pictures(2), 0);
  }

  @Test
  void add_ofAValueWithItselfAndOfTheInput_isDl4js() {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addVertex("twice", new ElementWiseVertex(ADD), "in", "in")
                    .addLayer("conv", conv3(3), "twice")
                    .addVertex("plusInput", new ElementWiseVertex(ADD), "conv", "in")
                    .addVertex("doubled", new ElementWiseVertex(ADD), "plusInput", "plusInput")
                    .addVertex("end", new ElementWiseVertex(ADD), "doubled", "in"));
    assertAgrees(graph, "twice", pictures(2), 0);
    assertAgrees(graph, "plusInput", pictures(2), 0);
    assertAgrees(graph, "end", pictures(2), 0);
  }

  @Test
  void value_readThreeTimes_isNotOverwritten() {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addLayer("conv", conv3(6), "in")
                    .addLayer("relu", new ActivationLayer(Activation.RELU), "conv")
                    .addLayer("tanh", new ActivationLayer(Activation.TANH), "conv")
                    .addLayer("swish", new ActivationLayer(Activation.SWISH), "conv")
                    .addVertex("sum", new ElementWiseVertex(ADD), "relu", "tanh")
                    .addVertex("sum2", new ElementWiseVertex(ADD), "sum", "swish")
                    .addLayer("last", conv3(6), "conv")
                    .addVertex("end", new ElementWiseVertex(ADD), "sum2", "last"));
    assertAgrees(graph, "end", pictures(2), 0);
  }

  @Test
  void otherVertices_betweenOurs_runAsTheyAre() {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addLayer("conv", conv3(6), "in")
                    .addVertex("merge", new MergeVertex(), "conv", "in")
                    .addVertex("scale", new ScaleVertex(0.5), "merge")
                    .addLayer("pad", new ZeroPaddingLayer(1, 2), "scale")
                    .addVertex("max", new ElementWiseVertex(ElementWiseVertex.Op.Max), "pad", "pad")
                    .addVertex("three", new ElementWiseVertex(ADD), "max", "max", "pad")
                    .addLayer("end", conv3(20), "three"));
    assertAgrees(graph, "end", pictures(2), 4);
    assertAgrees(graph, "merge", pictures(2), 0);
    assertAgrees(GraphEdits.withFrozen(graph, name -> true), "end", pictures(2), 4);
  }

  @Test
  void sequences_runInDl4j() {
    ComputationGraph graph =
        net(
            InputType.recurrent(4),
            5,
            new NoOp(),
            "pool",
            g ->
                g.addLayer("lstm", new LSTM.Builder().nOut(3).build(), "in")
                    .addLayer(
                        "pool", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "lstm"));
    INDArray batch = SmallNets.fill(Nd4j.zeros(DataType.FLOAT, 2, 4, 6), "sequences", -1, 1);
    try (Trunk trunk = Trunk.of(graph)) {
      SmallNets.assertSame(trunk.output(batch), graph.outputSingle(batch));
    }
  }
}
