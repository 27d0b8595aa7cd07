package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArchitecturesTest {
  private static final Architecture SLIM = Architectures.find("slimresnet").orElseThrow();

  /** What the Javadoc of the network says, counted. */
  @Test
  void slimResNet_parametersAndWork_areAsDocumented() {
    Network network = SLIM.network(NetworkForm.whole(64, 64, 40));
    ComputationGraph graph = NetworkWeights.zeros(network);
    INDArray x = Nd4j.zeros(DataType.FLOAT, 1, 3, 64, 64);
    long work = 0;
    for (var entry : graph.feedForward(x, false).entrySet()) {
      if (graph.getConfiguration().getVertices().get(entry.getKey()) instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof ConvolutionLayer) {
        long places = entry.getValue().size(2) * entry.getValue().size(3);
        work += places * graph.getParam(entry.getKey() + "_W").length();
      }
    }
    long parameters =
        ParameterSlot.of(SLIM.network(NetworkForm.whole(64, 64, 0)).configuration()).stream()
            .filter(slot -> !slot.key().contains(".running_"))
            .mapToLong(ParameterSlot::length)
            .sum();

    assertThat(parameters / 1e6).isCloseTo(1.06, within(0.01));
    assertThat(work / 1e6).isCloseTo(44, within(1.0));
    assertThat(network.featureWidth()).isEqualTo(160);
  }

  /** Published counts: torchvision's, the paper's 0.27 million, and those of the files. */
  @ParameterizedTest
  @CsvSource({
    "vgg13_bn, 1000, 133053736",
    "vgg19_bn, 1000, 143678248",
    "resnet20_cifar, 10, 269722",
    "resnet8_keras, 10, 78186", // 78666 with 480 running statistics
    "squeezenet1_1_keras, 0, 722496",
    "mobilenet_v2_keras, 1000, 3487816"
  })
  void parameters_ofNetworksWithoutGoldenValues_areAsManyAsPublished(
      String id, int classes, long count) {
    Architecture architecture = Architectures.find(id).orElseThrow();
    Network network = architecture.network(NetworkForm.whole(architecture.input(), classes));

    assertThat(
            ParameterSlot.of(network.configuration()).stream()
                .filter(slot -> !slot.key().contains(".running_"))
                .mapToLong(ParameterSlot::length)
                .sum())
        .isEqualTo(count);
  }

  /** torchvision.transforms of the weights' default entries. */
  @Test
  void input_ofEfficientNetAndConvNeXt_areTheirOwn() {
    assertThat(Architectures.find("efficientnet_b0").orElseThrow().input())
        .hasToString(InputSpec.imageNet().toString().replace("centre,", "centre, bicubic,"));
    assertThat(Architectures.find("convnext_tiny").orElseThrow().input().toString())
        .startsWith("224x224 RGB, shorter side 236");
  }

  @Test
  void vgg16_ofItsUsualSize_hasStockLayersOnly() {
    Architecture vgg = Architectures.find("vgg16").orElseThrow();

    assertThat(vgg.network(NetworkForm.whole(224, 224, 5)).configuration().toJson())
        .doesNotContain("graft4j");
    assertThatThrownBy(() -> vgg.network(NetworkForm.whole(16, 64, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 32 for vgg16, but were 16 and 64");
  }

  @Test
  void random_sameSeed_givesTheSameBitsAndLeavesTheGeneratorAlone() {
    Network network = SLIM.network(NetworkForm.whole(64, 64, 7));
    RngState before = RngState.capture();

    INDArray first = NetworkWeights.random(network, Seed.of(1)).params();
    INDArray again = NetworkWeights.random(network, Seed.of(1)).params();
    INDArray other = NetworkWeights.random(network, Seed.of(2)).params();

    assertThat(again.equalsWithEps(first, 0)).isTrue();
    assertThat(other.equalsWithEps(first, 1e-3)).isFalse();
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @Test
  void random_convolution_hasHesSpread() {
    ComputationGraph graph =
        NetworkWeights.random(SLIM.network(NetworkForm.whole(64, 64, 7)), Seed.of(1));

    INDArray w = graph.getParam("layer4.1.conv2_W"); // 230400 values: 3 sigma of the std is 0.5 %
    double std = Math.sqrt(2.0 / (160 * 9));
    assertThat(w.stdNumber().doubleValue()).isCloseTo(std, within(0.006 * std));
    assertThat(graph.getParam("layer4.1.bn2_gamma").minNumber().doubleValue()).isEqualTo(1);
    assertThat(graph.getParam("fc_W").amaxNumber().doubleValue())
        .isLessThanOrEqualTo(1 / Math.sqrt(160));
  }

  /** Uniform numbers within b have deviation b / sqrt(3). */
  @ParameterizedTest
  @CsvSource({
    "vgg11, features.8_W, 0.0294628", // sqrt(2 / (256 * 9))
    "vgg11, classifier.6_W, 0.01",
    "mobilenet_v2, features.17.conv.2_W, 0.0790569", // sqrt(2 / 320)
    "mobilenet_v2, features.17.conv.1.0_W, 0.0152145", // sqrt(2 / (960 * 9)): groups do not count
    "mobilenet_v2, classifier.1_W, 0.01",
    "mobilenet_v3_small, features.11.block.3.0_W, 0.144338", // sqrt(2 / 96)
    "mobilenet_v3_small, classifier.0_W, 0.01",
    "efficientnet_b0, features.7.0.block.3.0_W, 0.0790569", // sqrt(2 / 320)
    "efficientnet_b0, classifier.1_W, 0.0182574", // 1 / sqrt(3 * 1000)
    "convnext_tiny, features.7.2.block.5_W, 0.02",
    "convnext_tiny, classifier.2_W, 0.02",
    "densenet121, features.transition3.conv_W, 0.0441942", // sqrt(2 / 1024)
    "densenet121, classifier_W, 0.0180422", // 1 / sqrt(3 * 1024)
    "squeezenet1_1, features.12.expand3x3_W, 0.0589256", // sqrt(2 / (64 * 9))
    "squeezenet1_1, classifier.1_W, 0.01",
    "resnet20_cifar, layer3.1.conv2_W, 0.0589256" // sqrt(2 / (64 * 9))
  })
  void random_weights_haveTheSpreadOfTheirFamily(String id, String parameter, double deviation) {
    Architecture architecture = Architectures.find(id).orElseThrow();
    int side = id.startsWith("vgg") ? 32 : 64;
    Network network = architecture.network(NetworkForm.whole(side, side, 1000));
    String key = parameter.substring(0, parameter.lastIndexOf('_')) + ".weight";
    ParameterSlot slot =
        ParameterSlot.of(network.configuration()).stream()
            .filter(s -> s.key().equals(key))
            .findFirst()
            .orElseThrow();

    float[] values = NetworkWeights.values(slot, slot, network, Seed.of(1).stream("weights"));

    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    // 8640 values at least: 4 sigma of a deviation estimated from them is 3 percent
    assertThat(Math.sqrt(squares / values.length)).isCloseTo(deviation, within(0.03 * deviation));
  }

  @Test
  void random_convNeXt_beginsWithGainsOfOneMillionth() {
    Network network =
        Architectures.find("convnext_tiny")
            .orElseThrow()
            .network(NetworkForm.cutAt(32, 32, "stage1"));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(1));

    assertThat(graph.getParam("features.1.0.layer_scale_gamma").amaxNumber().doubleValue())
        .isCloseTo(1e-6, within(1e-12));
    assertThat(graph.getParam("features.1.0.block.2_gamma").minNumber().doubleValue()).isEqualTo(1);
    assertThat(graph.getParam("features.1.0.block.3_b").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void network_unknownGroup_listsThoseThereAre() {
    assertThatThrownBy(() -> SLIM.network(NetworkForm.cutAt(64, 64, "layer9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown layer group 'layer9' of slimresnet")
        .hasMessageContaining("layer4");
  }
}
