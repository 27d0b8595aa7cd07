package org.graft4j.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The heat is what the paper's formula says, by slopes that differences confirm. */
class GradCamTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;
  private static final int CLASSES = 3;

  @Test
  void slopes_ofANetWithDropoutAndBatchNorm_areThoseOfCentralDifferences() {
    ComputationGraph graph = deep();
    ClassScores scores = ClassScores.above(graph, "tanh");
    INDArray map = fill(Nd4j.zeros(DataType.DOUBLE, 1, 4, HEIGHT, WIDTH), "map");
    double step = 1e-5;
    for (int label = 0; label < CLASSES; label++) {
      INDArray slopes = scores.slopes(map, label).dup('c');
      for (long i = 0; i < map.length(); i += 7) {
        double up = score(graph, moved(map, i, step), label);
        double down = score(graph, moved(map, i, -step), label);
        // A difference of numbers near 1, of 16 digits, over 2e-5.
        assertThat(slopes.data().getDouble(i)).isCloseTo((up - down) / (2 * step), within(1e-9));
      }
    }
  }

  @Test
  void heatMap_ofPoolingAndADenseLayer_isTheClassActivationMap() {
    ComputationGraph graph = pooled();
    INDArray picture = fill(Nd4j.zeros(DataType.DOUBLE, 1, 2, HEIGHT, WIDTH), "picture");
    INDArray map = graph.feedForward(picture, false).get("conv").dup('c');
    INDArray weights = graph.getLayer("out").getParam("W");
    try (GradCam cam = GradCam.of(model(graph))) {
      for (int label = 0; label < CLASSES; label++) {
        double[] expected = new double[HEIGHT * WIDTH];
        double most = 0;
        for (int place = 0; place < expected.length; place++) {
          for (int k = 0; k < 4; k++) {
            expected[place] +=
                weights.getDouble(k, label)
                    * map.getDouble(0, k, place / WIDTH, place % WIDTH)
                    / expected.length;
          }
          most = Math.max(most, expected[place]);
        }
        HeatMap heat = cam.heatMap(picture, label);
        assertThat(heat.peak()).isCloseTo(most, within(1e-12));
        for (int place = 0; place < expected.length; place++) {
          assertThat(heat.value(place / WIDTH, place % WIDTH))
              .isCloseTo(Math.max(0, expected[place]) / most, within(1e-9));
        }
      }
    }
  }

  @Test
  void of_aNetWithSeveralMaps_takesTheLastOneThatAllPassesThrough() {
    try (GradCam cam = GradCam.of(model(deep()))) {
      assertThat(cam.vertex()).isEqualTo("tanh");
    }
  }

  @Test
  void heatMap_leavesTheModelAsItIs() {
    ComputationGraph graph = deep();
    INDArray before = graph.params().dup();
    RngState generator = RngState.capture();
    INDArray picture = fill(Nd4j.zeros(DataType.DOUBLE, 1, 2, HEIGHT, WIDTH), "picture");
    INDArray kept = picture.dup();
    try (GradCam cam = GradCam.of(model(graph))) {
      HeatMap first = cam.heatMap(picture, 1);
      HeatMap second = cam.heatMap(picture, 1);
      assertThat(second.peak()).isEqualTo(first.peak());
    }
    assertThat(graph.params()).isEqualTo(before);
    assertThat(picture).isEqualTo(kept);
    assertThat(RngState.capture()).isEqualTo(generator);
  }

  @Test
  void heatMap_whereNothingSpeaksForTheClass_isBlank() {
    ComputationGraph graph = pooled();
    graph.getLayer("out").getParam("W").assign(0);
    INDArray picture = fill(Nd4j.zeros(DataType.DOUBLE, 1, 2, HEIGHT, WIDTH), "picture");
    try (GradCam cam = GradCam.of(model(graph))) {
      HeatMap heat = cam.heatMap(picture, 0);
      assertThat(heat.blank()).isTrue();
      assertThat(heat.value(2, 2)).isZero();
    }
  }

  @Test
  void heatMap_ofAClassThatIsNone_isRefused() {
    INDArray picture = Nd4j.zeros(DataType.DOUBLE, 1, 2, HEIGHT, WIDTH);
    try (GradCam cam = GradCam.of(model(pooled()))) {
      assertThatThrownBy(() -> cam.heatMap(picture, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("label must be in [0, 3), but was 3");
    }
  }

  @Test
  void heatMap_ofTwoPictures_isRefused() {
    INDArray pictures = Nd4j.zeros(DataType.DOUBLE, 2, 2, HEIGHT, WIDTH);
    try (GradCam cam = GradCam.of(model(pooled()))) {
      assertThatThrownBy(() -> cam.heatMap(pictures, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one picture [1, 2, 6, 5], but was [2, 2, 6, 5]");
    }
  }

  /** The network would take another size and give a map that lies over nothing. */
  @Test
  void heatMap_ofAnotherSize_isRefused() {
    INDArray larger = Nd4j.zeros(DataType.DOUBLE, 1, 2, 2 * HEIGHT, 2 * WIDTH);
    INDArray deeper = Nd4j.zeros(DataType.DOUBLE, 1, 3, HEIGHT, WIDTH);
    try (GradCam cam = GradCam.of(model(pooled()))) {
      assertThatThrownBy(() -> cam.heatMap(larger, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one picture [1, 2, 6, 5], but was [1, 2, 12, 10]");
      assertThatThrownBy(() -> cam.heatMap(deeper, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but was [1, 3, 6, 5]");
    }
  }

  @Test
  void close_twice_leavesTheModelOpen() {
    TrainedModel model = model(pooled());
    INDArray picture = Nd4j.zeros(DataType.DOUBLE, 1, 2, HEIGHT, WIDTH);
    GradCam cam = GradCam.of(model);
    cam.close();
    cam.close();
    assertThat(model.graph().params().wasClosed()).isFalse();
    assertThat(model.graph().outputSingle(picture).length()).isEqualTo(CLASSES);
    assertThatThrownBy(() -> cam.heatMap(picture, 0)).isInstanceOf(IllegalStateException.class);
  }

  /** The parameters of the copy go with it, and not when the collector comes by. */
  @Test
  void scores_closed_freeTheirParameters() {
    ClassScores scores = ClassScores.above(GraphEdits.withStockLayers(deep()), "tanh");
    assertThat(scores.open()).isTrue();
    scores.close();
    scores.close();
    assertThat(scores.open()).isFalse();
  }

  @Test
  void of_aNetWithoutMaps_isRefused() {
    ComputationGraph graph =
        graph(
            b ->
                b.addLayer(
                        "conv", // the whole picture at once
                        new ConvolutionLayer.Builder(HEIGHT, WIDTH).nOut(4).build(),
                        "input")
                    .addLayer("out", output(), "conv"));
    assertThatThrownBy(() -> GradCam.of(model(graph)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no heat map");
  }

  /** What the layer below the softmax gives in inference. */
  private static double score(ComputationGraph graph, INDArray map, int label) {
    // An activation in inference writes over its input.
    INDArray own = map.dup('c');
    return GraphEdits.above(graph, "tanh").feedForward(own, false).get("fc").getDouble(0, label);
  }

  private static INDArray moved(INDArray map, long place, double by) {
    INDArray moved = map.dup('c');
    moved.data().put(place, moved.data().getDouble(place) + by);
    return moved;
  }

  private static TrainedModel model(ComputationGraph graph) {
    InputSpec input =
        new InputSpec(
            HEIGHT,
            WIDTH,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.OTHER,
            List.of(0.5, 0.5),
            List.of(0.25, 0.25));
    return new TrainedModel(
        graph, input, LabelMap.of(List.of("a", "b", "c")), new Provenance(java.util.Map.of()));
  }

  private static ComputationGraph pooled() {
    return graph(
        b ->
            b.addLayer("conv", conv(), "input")
                .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv")
                .addLayer("out", output(), "pool"));
  }

  /** Two paths from the map, batch norms on both sides of it, dropout, a loss layer. */
  private static ComputationGraph deep() {
    return graph(
        b ->
            b.addLayer("conv", conv(), "input")
                .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
                .addLayer("tanh", new ActivationLayer(Activation.TANH), "norm")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "tanh")
                .addLayer("most", new GlobalPoolingLayer.Builder(PoolingType.PNORM).build(), "tanh")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder()
                        .nOut(5)
                        .dropOut(0.5)
                        .activation(Activation.SIGMOID)
                        .build(),
                    "mean",
                    "most")
                .addLayer("norm2", new BatchNormalization.Builder().build(), "dense")
                .addLayer("swish", new ActivationLayer(Activation.SWISH), "norm2")
                .addLayer(
                    "fc",
                    new DenseLayer.Builder().nOut(CLASSES).activation(Activation.IDENTITY).build(),
                    "swish")
                .addLayer(
                    "out",
                    new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "fc"));
  }

  private static ConvolutionLayer conv() {
    return new ConvolutionLayer.Builder(3, 3)
        .padding(1, 1)
        .nOut(4)
        .activation(Activation.RELU)
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ComputationGraph graph(java.util.function.UnaryOperator<GraphBuilder> layers) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .dataType(DataType.DOUBLE)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(HEIGHT, WIDTH, 2));
    ComputationGraph graph = new ComputationGraph(layers.apply(builder).setOutputs("out").build());
    RngState.keeping((Runnable) graph::init);
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_mean") || name.endsWith("_gamma") || name.endsWith("_beta")) {
                fill(values, name); // away from 0 and 1, so that leaving one out shows
              }
            });
    return graph;
  }

  private static INDArray fill(INDArray values, String purpose) {
    RandomGenerator random = Seed.of(11).stream(purpose);
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, random.nextDouble(-1, 1));
    }
    return values;
  }
}
