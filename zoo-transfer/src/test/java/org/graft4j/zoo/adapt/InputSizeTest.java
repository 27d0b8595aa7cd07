package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.graft4j.data.Seed;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class InputSizeTest {

  @ParameterizedTest
  @MethodSource("org.graft4j.zoo.adapt.InputChannelsTest#architectures")
  void everyArchitecture_cut_takesAnotherSize(String id) {
    Backbone backbone = InputChannelsTest.lowest(id);

    Backbone other = InputSize.of(backbone, 96, 80);

    INDArray features = Pictures.features(other, Pictures.drawn(1, 1, 3, 96, 80));
    assertThat(features.shape()).containsExactly(1, backbone.featureWidth());
    assertThat(other.input().height()).isEqualTo(96);
    assertThat(other.graph().params()).isEqualTo(backbone.graph().params());
  }

  @ParameterizedTest
  @CsvSource({"slimresnet, 96, 40", "slimresnet, 32, 32", "resnet18, 64, 96"})
  void wholeNetwork_withHead_takesAnotherSize(String id, int height, int width) {
    Backbone backbone = UntrainedBackbone.of(id, 7, Seed.of(1));

    Backbone other = InputSize.of(backbone, height, width);

    assertThat(other.graph().outputSingle(Pictures.drawn(1, 2, 3, height, width)).shape())
        .containsExactly(2, 7);
  }

  /** Adapted channels are kept. */
  @Test
  void greyBackbone_keepsItsChannel() {
    Backbone grey = InputChannels.of(UntrainedBackbone.of("slimresnet", 0, Seed.of(1)), 1);

    Backbone other = InputSize.of(grey, 48, 48);

    assertThat(Pictures.features(other, Pictures.drawn(1, 2, 1, 48, 48)).shape())
        .containsExactly(2, 160);
  }

  @Test
  void denseLayerOnAMap_isRefusedByName() {
    Backbone leNet = ForeignZooTest.leNet();

    assertThatThrownBy(() -> InputSize.of(leNet, 40, 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer '4' reads a flattened map of 7x7 places, which would be");
  }

  @Test
  void tooSmall_isRefused() {
    assertThatThrownBy(() -> InputSize.of(InputChannelsTest.lowest("vgg16"), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be at least");
  }

  /** Keras's padding follows the size, also where nobody knows the architecture's name any more. */
  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2_keras", "resnet8_keras"})
  void kerasNetworkAsAForeignOne_givesTheSameFeaturesAtAnotherSize(String id) {
    Backbone known = InputChannelsTest.lowest(id);
    Backbone foreign =
        ForeignBackbone.of(known.graph())
            .input(known.input())
            .features(known.featureVertex())
            .build();
    INDArray pictures = Pictures.drawn(1, 1, 3, 97, 97);

    INDArray features = Pictures.features(InputSize.of(foreign, 97, 97), pictures);

    INDArray expected = Pictures.features(InputSize.of(known, 97, 97), pictures);
    assertThat(Pictures.difference(features, expected)).isLessThan(1e-5);
    assertThat(InputSize.of(foreign, 97, 97).architecture()).isEqualTo("custom");
  }

  @Test
  void unevenPaddingBeforeAStride_takesSizesThatDifferByWholeStrides() {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addLayer("pad", new ZeroPaddingLayer.Builder(0, 1, 0, 1).build(), "input")
                    .addLayer("top", strided(), "pad"));

    assertThat(InputSize.of(backbone, 18, 20).input().width()).isEqualTo(20);
    assertThatThrownBy(() -> InputSize.of(backbone, 18, 17))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the uneven padding of 'pad' is made for a map of 16x16");
  }

  /** As Keras networks were saved by graphs with padding in numbers. */
  @Test
  void unevenPaddingOfAGroupedConvolution_isRefusedByName() {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addLayer(
                    "top",
                    new GroupedConvolution.Builder(3, 3)
                        .stride(2, 2)
                        .padding(0, 1, 0, 1)
                        .nOut(4)
                        .build(),
                    "input"));

    assertThatThrownBy(() -> InputSize.of(backbone, 17, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the uneven padding of 'top'");
  }

  private static ConvolutionLayer strided() {
    return new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(4).build();
  }
}
