package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A wider network computes what the narrow one does. */
class WiderTest {

  private static Backbone slim(int classes) {
    Backbone backbone = UntrainedBackbone.of("slimresnet", classes, Seed.of(3));
    Pictures.unsettle(backbone.graph());
    return backbone;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.3, 2})
  void residualNetwork_widened_givesTheSameProbabilities(double factor) {
    Backbone backbone = slim(5);
    INDArray pictures = Pictures.drawn(1, 2, 3, 64, 64);

    Backbone wide = Wider.by(backbone, factor, 0, Seed.of(1));

    assertThat(
            Pictures.difference(
                wide.graph().outputSingle(pictures), backbone.graph().outputSingle(pictures)))
        .isLessThan(1e-4);
    assertThat(wide.featureWidth()).isEqualTo((int) Math.ceil(160 * factor));
    assertThat(wide.groups().names()).isEqualTo(backbone.groups().names());
  }

  @Test
  void headless_widened_featuresAreTheOldOnesAndCopies() {
    Backbone backbone = slim(0);
    INDArray pictures = Pictures.drawn(1, 2, 3, 64, 64);

    Backbone wide = Wider.by(backbone, 2, 0, Seed.of(1));

    INDArray features = Pictures.features(wide, pictures);
    assertThat(features.shape()).containsExactly(2, 320);
    assertThat(
            Pictures.difference(
                features.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 160)),
                Pictures.features(backbone, pictures)))
        .isLessThan(1e-4);
  }

  /** Dense layers behind a flattened map, biases, activations inside of layers. */
  @Test
  void chainWithFlattening_widened_givesTheSameProbabilities() {
    Backbone leNet = ForeignZooTest.leNet();
    INDArray pictures = Pictures.drawn(1, 2, 1, 28, 28);

    Backbone wide = Wider.by(leNet, 1.5, 0, Seed.of(1));

    assertThat(
            Pictures.difference(
                wide.graph().outputSingle(pictures), leNet.graph().outputSingle(pictures)))
        .isLessThan(1e-4);
    assertThat(wide.featureWidth()).isEqualTo(750);
  }

  /** Twice as many numbers have another softmax. */
  @Test
  void softmaxInTheTrunk_widened_givesTheSameProbabilities() {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
                    .addLayer(
                        "gates",
                        new DenseLayer.Builder().nOut(6).activation(Activation.SOFTMAX).build(),
                        "conv")
                    .addLayer("top", new DenseLayer.Builder().nOut(5).build(), "gates"));
    INDArray pictures = Pictures.drawn(1, 2, 3, SmallNetworks.SIZE, SmallNetworks.SIZE);

    Backbone wide = Wider.by(backbone, 2, 0, Seed.of(1));

    assertThat(
            Pictures.difference(
                wide.graph().outputSingle(pictures), backbone.graph().outputSingle(pictures)))
        .isLessThan(1e-4);
    assertThat(wide.graph().getParam("gates_b").length()).isEqualTo(6);
    assertThat(wide.graph().getParam("conv_b").length()).isEqualTo(8);
    assertThatThrownBy(() -> Wider.to(backbone, Map.of("gates", 12), 0, Seed.of(1)))
        .hasMessageContaining("layer 'gates' cannot be widened");
  }

  @Test
  void layerNorm_isRefusedByName() {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addLayer(
                    "top", new DenseLayer.Builder().nOut(5).hasLayerNorm(true).build(), "input"));

    assertThatThrownBy(() -> Wider.by(backbone, 2, 0, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'top' is DenseLayer with layer norm");
  }

  @Test
  void someLayers_widened_takeAlongWhatTheyAreAddedTo() {
    Backbone wide = Wider.to(slim(0), Map.of("layer2.0.conv2", 40), 0, Seed.of(1));

    assertThat(wide.graph().getParam("layer2.1.conv2_W").size(0)).isEqualTo(40);
    assertThat(wide.graph().getParam("layer2.0.conv1_W").size(0)).isEqualTo(32);
  }

  @Test
  void noise_changesCopiesOnlyAndLittle() {
    Backbone backbone = slim(0);
    Backbone exact = Wider.by(backbone, 2, 0, Seed.of(1));
    Backbone noisy = Wider.by(backbone, 2, 0.01, Seed.of(1));

    INDArray a = exact.graph().getParam("conv1_W");
    INDArray b = noisy.graph().getParam("conv1_W");
    assertThat(b.get(NDArrayIndex.interval(0, 16))).isEqualTo(a.get(NDArrayIndex.interval(0, 16)));
    assertThat(b).isNotEqualTo(a);
    assertThat(Pictures.difference(b, a)).isLessThan(0.05);
  }

  @Test
  void sameSeed_sameBytes() {
    Backbone backbone = slim(0);

    assertThat(Wider.by(backbone, 2, 0.01, Seed.of(7)).graph().params())
        .isEqualTo(Wider.by(backbone, 2, 0.01, Seed.of(7)).graph().params())
        .isNotEqualTo(Wider.by(backbone, 2, 0.01, Seed.of(8)).graph().params());
  }

  @Test
  void outputOrUnknownOrNarrower_isRefused() {
    Backbone backbone = slim(5);

    assertThatThrownBy(() -> Wider.to(backbone, Map.of("fc", 9), 0, Seed.of(1)))
        .hasMessage(
            "layer 'fc' cannot be widened: it is not in the network, gives its output, or ends with an activation over all channels");
    assertThatThrownBy(() -> Wider.to(backbone, Map.of("conv1", 9), 0, Seed.of(1)))
        .hasMessageContaining("width of 'conv1' must be at least 16");
    assertThatThrownBy(() -> Wider.by(backbone, 0.5, 0, Seed.of(1)))
        .hasMessage("factor must be in 1..1024, but was 0.5");
  }
}
