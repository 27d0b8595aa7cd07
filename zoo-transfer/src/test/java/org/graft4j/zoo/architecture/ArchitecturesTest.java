package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
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

  @Test
  void everyArchitecture_groups_coverAllVerticesUpToTheFeatures() {
    for (Architecture architecture : Architectures.all()) {
      int size = architecture.input().height();
      for (String cut : architecture.groups()) {
        Network network = architecture.network(NetworkForm.cutAt(size, size, cut));
        List<String> names = network.groups().names();

        assertThat(names.get(names.size() - 1)).isEqualTo(cut);
        assertThat(network.groups().upTo(cut))
            .isEqualTo(network.configuration().getVertices().keySet());
        assertThat(network.configuration().getNetworkOutputs())
            .containsExactly(network.featureVertex());
      }
    }
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

  @Test
  void network_unknownGroup_listsThoseThereAre() {
    assertThatThrownBy(() -> SLIM.network(NetworkForm.cutAt(64, 64, "layer9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown layer group 'layer9' of slimresnet")
        .hasMessageContaining("layer4");
  }
}
