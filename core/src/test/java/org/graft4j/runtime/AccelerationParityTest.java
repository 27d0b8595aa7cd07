package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Accelerated layers against DL4J's own, in FLOAT, where alone they differ. */
class AccelerationParityTest {
  private static final int CHANNELS = 6;
  private static final int CLASSES = 5;

  /** Sizes change between calls, since the helpers keep contexts from the first one. */
  private static final int[][] BATCH_AND_SIDE = {{3, 9}, {5, 12}, {1, 9}, {2, 8}, {3, 9}};

  @AfterEach
  void restoreDefaults() {
    Nd4j.getEnvironment().allowHelpers(true);
    System.clearProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
  }

  static Stream<Named> layers() {
    List<Named> layers = new ArrayList<>();
    for (int k : new int[] {1, 3, 5}) {
      layers.add(new Named("conv k" + k, conv(k).build()));
      layers.add(new Named("conv k" + k + " stride 2", conv(k).stride(2, 2).build()));
      layers.add(
          new Named("conv k" + k + " same", conv(k).convolutionMode(ConvolutionMode.Same).build()));
    }
    layers.add(new Named("conv k3 padding 1", conv(3).padding(1, 1).build()));
    layers.add(new Named("conv k3 stride 2 padding 1", conv(3).stride(2, 2).padding(1, 1).build()));
    layers.add(new Named("conv k5 padding 2", conv(5).padding(2, 2).build()));
    // oneDNN has no descriptor for these; DL4J goes on with its own path, after a warning.
    layers.add(new Named("conv k3 dilation 2", fallible(conv(3).dilation(2, 2)).build()));
    layers.add(
        new Named(
            "conv k3 dilation 2 padding 2",
            fallible(conv(3).dilation(2, 2).padding(2, 2)).build()));
    layers.add(
        new Named(
            "conv k3 dilation 2 same",
            fallible(conv(3).dilation(2, 2).convolutionMode(ConvolutionMode.Same)).build()));
    layers.add(new Named("conv k3 no bias", conv(3).hasBias(false).build()));
    layers.add(new Named("depthwise k3", depthwise().build()));
    layers.add(
        new Named(
            "depthwise k3 stride 2 padding 1", depthwise().stride(2, 2).padding(1, 1).build()));
    layers.add(new Named("batch norm", new BatchNormalization.Builder().build()));
    layers.add(
        new Named("batch norm, eps 1e-3", new BatchNormalization.Builder().eps(1e-3).build()));
    layers.add(new Named("local response", new LocalResponseNormalization.Builder().build()));
    for (PoolingType type : new PoolingType[] {PoolingType.MAX, PoolingType.AVG}) {
      layers.add(new Named(type + " pooling", pooling(type).build()));
      layers.add(new Named(type + " pooling stride 1", pooling(type).stride(1, 1).build()));
      layers.add(new Named(type + " pooling padding 1", pooling(type).padding(1, 1).build()));
      layers.add(
          new Named(
              type + " pooling same", pooling(type).convolutionMode(ConvolutionMode.Same).build()));
    }
    return layers.stream();
  }

  record Named(String name, Layer layer) {
    @Override
    public String toString() {
      return name;
    }
  }

  @SuppressWarnings("deprecation") // no other way to hear of a helper that throws
  private static ConvolutionLayer.Builder conv(int k) {
    return new ConvolutionLayer.Builder(k, k)
        .nOut(7)
        .activation(Activation.IDENTITY)
        .cudnnAllowFallback(false);
  }

  @SuppressWarnings("deprecation") // as above
  private static ConvolutionLayer.Builder fallible(ConvolutionLayer.Builder conv) {
    return conv.cudnnAllowFallback(true);
  }

  private static DepthwiseConvolution2D.Builder depthwise() {
    return new DepthwiseConvolution2D.Builder(3, 3)
        .depthMultiplier(2)
        .activation(Activation.IDENTITY);
  }

  @SuppressWarnings("deprecation") // no other way to hear of a helper that throws
  private static SubsamplingLayer.Builder pooling(PoolingType type) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(3, 3)
        .stride(2, 2)
        .cudnnAllowFallback(false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void acceleratedLayer_sameParameters_givesStockOutputsAndGradients(Named named) {
    assertParity(observe(named.layer, false, false), observe(named.layer, false, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void acceleratedFrozenLayer_sameParameters_givesStockOutputsAndGradients(Named named) {
    assertParity(observe(named.layer, true, false), observe(named.layer, true, true));
  }

  static Stream<Named> averagesOverPadding() {
    SubsamplingLayer.Builder padded = pooling(PoolingType.AVG).padding(1, 1);
    SubsamplingLayer.Builder same = pooling(PoolingType.AVG).convolutionMode(ConvolutionMode.Same);
    return Stream.of(
        new Named("padding 1", padded.avgPoolIncludePadInDivisor(true).build()),
        new Named("same", same.avgPoolIncludePadInDivisor(true).build()));
  }

  /** Pins why {@link Acceleration#check} refuses these layers; if it fails, the ban can go. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("averagesOverPadding")
  void averagePoolingOverPadding_counted_hasWrongAcceleratedGradient(Named named) {
    String gradient = "call 0 gradient below_W";
    INDArray stock = observe(named.layer, false, false).get(gradient);
    INDArray fast = observe(named.layer, false, true).get(gradient);
    assertThat(difference(stock, fast)).isGreaterThan(1e-2);
  }

  private static void assertParity(Map<String, INDArray> stock, Map<String, INDArray> fast) {
    assertThat(fast.keySet()).containsExactlyElementsOf(stock.keySet());
    stock.forEach(
        (name, expected) ->
            assertThat(difference(expected, fast.get(name))).as(name).isLessThan(1e-5));
  }

  /** Relative L2 distance; the reference's norm is kept off zero. */
  private static double difference(INDArray expected, INDArray actual) {
    INDArray e = expected.castTo(DataType.DOUBLE);
    double norm = Math.max(e.norm2Number().doubleValue(), 1e-6);
    return actual.castTo(DataType.DOUBLE).sub(e).norm2Number().doubleValue() / norm;
  }

  /** Outputs in both modes and all gradients of a few calls, by name. */
  private static Map<String, INDArray> observe(Layer layer, boolean frozen, boolean accelerated) {
    ComputationGraph graph = graph(layer.clone(), frozen, accelerated);
    RandomGenerator random = Seed.of(7).stream("parity");
    fill(graph, random);
    Map<String, INDArray> seen = new LinkedHashMap<>();
    for (int call = 0; call < BATCH_AND_SIDE.length; call++) {
      int batch = BATCH_AND_SIDE[call][0];
      int side = BATCH_AND_SIDE[call][1];
      INDArray x = normal(random, batch, 3, side, side);
      INDArray y = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
      for (int i = 0; i < batch; i++) {
        y.putScalar(i, random.nextInt(CLASSES), 1);
      }
      seen.put("call " + call + " output", graph.outputSingle(x).dup());
      graph.setInputs(x);
      graph.setLabels(y);
      graph.computeGradientAndScore();
      for (var entry : graph.gradient().gradientForVariable().entrySet()) {
        seen.put("call " + call + " gradient " + entry.getKey(), entry.getValue().dup());
      }
    }
    return seen;
  }

  private static ComputationGraph graph(Layer layer, boolean frozen, boolean accelerated) {
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "" + !accelerated);
    // Depthwise convolution has no helper: its operation itself goes to oneDNN where it may.
    Nd4j.getEnvironment().allowHelpers(accelerated);
    Layer below = conv(3).nOut(CHANNELS).activation(Activation.TANH).build();
    ComputationGraphConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(0.1))
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(9, 9, 3))
            .addLayer("below", frozen ? new FrozenLayer(below) : below, "in")
            .addLayer("layer", frozen ? new FrozenLayer(layer) : layer, "below")
            // After a curve, every place has a gradient of its own, and any size of picture will
            // do.
            .addLayer("tanh", new ActivationLayer(Activation.TANH), "layer")
            .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "tanh")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "mean")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    graph.init();
    // Without this, two runs of one engine would agree and nothing would have been compared.
    assertThat(graph.getLayer("below").getHelper() != null).isEqualTo(accelerated);
    return graph;
  }

  private static void fill(ComputationGraph graph, RandomGenerator random) {
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              INDArray drawn = normal(random, values.shape()).muli(0.3);
              values.assign(name.endsWith("_var") ? drawn.mul(drawn).addi(0.5) : drawn);
            });
  }

  private static INDArray normal(RandomGenerator random, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, shape, 'c');
  }
}
