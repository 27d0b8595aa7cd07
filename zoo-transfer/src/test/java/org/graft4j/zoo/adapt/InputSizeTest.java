package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
}
