package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.junit.jupiter.api.Test;

class LearningRatesTest {

  @Test
  void over_headAndGroups_decaysDownwards() {
    ToDoubleFunction<String> rate = new LearningRates(1, 0.5, 0.25).over(SmallTask.backbone(1));
    assertThat(rate.applyAsDouble("head")).isEqualTo(1);
    assertThat(rate.applyAsDouble("conv2")).isEqualTo(0.5);
    assertThat(rate.applyAsDouble("conv1")).isEqualTo(0.125);
  }

  @Test
  void over_layerInNoGroup_isNotTheHead() {
    ToDoubleFunction<String> rate = LearningRates.uniform(1).over(SmallTask.backbone(1));
    assertThatThrownBy(() -> rate.applyAsDouble("stem"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'stem'")
        .hasMessageContaining("[low, high]");
  }

  /** The norms have the rates of their convolutions, and do not count. */
  @Test
  void layerWise_overConvolutionsAndNorms_decaysByConvolution() {
    ToDoubleFunction<String> rate = LearningRates.layerWise(1, 0.5).over(SmallTask.backbone(1));
    assertThat(rate.applyAsDouble("head")).isEqualTo(1);
    assertThat(rate.applyAsDouble("conv2")).isEqualTo(0.5);
    assertThat(rate.applyAsDouble("bn2")).isEqualTo(0.5);
    assertThat(rate.applyAsDouble("conv1")).isEqualTo(0.25);
    assertThat(rate.applyAsDouble("bn1")).isEqualTo(0.25);
  }

  /** Both ways through a residual block end in its sum: they are counted from there. */
  @Test
  void layerWise_overResidualBlocks_countsTheLongestWayUp() {
    Map<String, Integer> depths = LayerDepths.of(backbone("resnet18"));
    assertThat(depths.get("layer4.1.conv2")).isZero();
    assertThat(depths.get("layer4.1.bn2")).isZero();
    assertThat(depths.get("layer4.1.conv1")).isEqualTo(1);
    assertThat(depths.get("layer4.0.conv2")).isEqualTo(2);
    assertThat(depths.get("layer4.0.downsample.0")).isEqualTo(2);
    assertThat(depths.get("layer4.0.conv1")).isEqualTo(3);
    assertThat(depths.get("conv1")).isEqualTo(16);
    assertThat(depths.get("bn1")).isEqualTo(16);
  }

  @Test
  void text_ofTheOldForms_readsAsItDid() {
    assertThat(LearningRates.uniform(0.03)).hasToString("rate 0.03");
    assertThat(new LearningRates(1e-3, 1e-4, 0.7))
        .hasToString("rate 0.001, backbone 1.0E-4 times 0.7 for each group down");
    assertThat(LearningRates.layerWise(0.5, 0.5))
        .hasToString("rate 0.5, backbone 0.25 times 0.5 for each layer down");
  }

  @Test
  void times_ofLayerWise_keepsTheKind() {
    LearningRates twice = LearningRates.layerWise(0.5, 0.5).times(2);
    assertThat(twice).isEqualTo(LearningRates.layerWise(1, 0.5));
    assertThat(twice.over(SmallTask.backbone(1)).applyAsDouble("conv1"))
        .isCloseTo(0.25, within(1e-15));
  }

  @Test
  void decay_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRates.layerWise(1, 1.5))
        .withMessage("decay must be in (0, 1], but was 1.5");
  }

  private static Backbone backbone(String id) {
    Architecture architecture = Architectures.find(id).orElseThrow();
    Network network = architecture.network(NetworkForm.whole(32, 32, 5));
    return new Backbone(
        id,
        NetworkWeights.random(network, Seed.of(1)),
        architecture.input().withSize(32, 32),
        network.groups(),
        network.featureVertex(),
        network.featureWidth(),
        Optional.empty());
  }
}
