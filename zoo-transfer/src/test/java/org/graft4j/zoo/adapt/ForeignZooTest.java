package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.Xception;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpec.ChannelOrder;
import org.graft4j.data.ResizeRule;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The contract of every model of DL4J's zoo that is made in little memory. */
class ForeignZooTest {

  static Backbone leNet() {
    return ForeignBackbone.untrained(
            LeNet.builder().seed(7).inputShape(new int[] {1, 28, 28}).numClasses(10).build())
        .input(spec(1, 28))
        .build();
  }

  private static InputSpec spec(int depth, int size) {
    return new InputSpec(
        size,
        size,
        new ResizeRule.Squash(),
        depth == 1 ? ChannelOrder.GREY : ChannelOrder.RGB,
        depth == 1 ? List.of(0.5) : List.of(0.5, 0.5, 0.5),
        depth == 1 ? List.of(0.25) : List.of(0.25, 0.25, 0.25));
  }

  private static int[] shape(int size) {
    return new int[] {3, size, size};
  }

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(LeNet.builder().inputShape(shape(32)).numClasses(4).build(), 32, 500),
        Arguments.of(SimpleCNN.builder().inputShape(shape(48)).numClasses(4).build(), 48, -1),
        Arguments.of(Darknet19.builder().inputShape(shape(64)).numClasses(4).build(), 64, 1024),
        Arguments.of(SqueezeNet.builder().inputShape(shape(64)).numClasses(4).build(), 64, 512),
        Arguments.of(ResNet50.builder().inputShape(shape(160)).numClasses(4).build(), 160, -1),
        Arguments.of(Xception.builder().inputShape(shape(72)).numClasses(4).build(), 72, 2048),
        Arguments.of(
            VGG16.builder().inputShape(shape(32)).numClasses(4).cacheMode(CacheMode.NONE).build(),
            32,
            4096));
  }

  @ParameterizedTest
  @MethodSource("models")
  void zooModel_untrained_isABackboneThatTheTrunkRuns(ZooModel<?> model, int size, int width) {
    Backbone backbone = ForeignBackbone.untrained(model).input(spec(3, size)).build();

    if (width > 0) {
      assertThat(backbone.featureWidth()).isEqualTo(width);
    }
    assertThat(backbone.groups().names()).hasSizeBetween(2, 4).startsWith("part1");
    INDArray pictures = Pictures.drawn(1, 2, 3, size, size).muli(0.1);
    INDArray features = Pictures.features(backbone, pictures);
    assertThat(features.shape()).containsExactly(2, backbone.featureWidth());
    assertThat(Trunk.digest(backbone.graph(), backbone.featureVertex())).hasSize(64);
    try (Trunk trunk = Trunk.upTo(backbone.graph(), backbone.featureVertex());
        INDArray output = trunk.output(pictures)) {
      assertThat(output.shape()).isEqualTo(features.shape());
      if (features.amaxNumber().doubleValue() < 1e30) { // DL4J's ResNet50 overflows
        assertThat(Pictures.difference(output, features)).isLessThan(1e-3);
      }
    }
  }
}
