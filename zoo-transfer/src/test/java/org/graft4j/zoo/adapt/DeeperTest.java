package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A deeper network computes what the shallow one does. */
class DeeperTest {
  private final Backbone backbone = slim();
  private final INDArray pictures = Pictures.drawn(1, 4, 3, 64, 64);

  private static Backbone slim() {
    Backbone backbone = UntrainedBackbone.of("slimresnet", 5, Seed.of(3));
    Pictures.unsettle(backbone.graph());
    return backbone;
  }

  private void assertSameFunction(Backbone deeper) {
    assertThat(deeper.graph().numParams()).isGreaterThan(backbone.graph().numParams());
    assertThat(
            Pictures.difference(
                deeper.graph().outputSingle(pictures), backbone.graph().outputSingle(pictures)))
        .isLessThan(1e-4);
  }

  @Test
  void identityLayer_behindRelu_changesNothing() {
    Backbone deeper = Deeper.byLayer(backbone, "layer2.0.relu");

    assertSameFunction(deeper);
    assertThat(deeper.groups().groupOf("layer2.0.relu.deeper1.conv")).contains("layer2");
  }

  @Test
  void identityLayer_withPictures_changesNothing() {
    Backbone deeper = Deeper.byLayer(backbone, "layer2.0.relu", pictures);

    assertSameFunction(deeper);
    assertThat(deeper.graph().getParam("layer2.0.relu.deeper1.bn_mean").minNumber().doubleValue())
        .isPositive();
  }

  /** On the batch that it saw, a norm that takes the batch's statistics changes nothing either. */
  @Test
  void identityLayer_withPictures_changesNothingOnBatchStatistics() {
    Backbone deeper = Deeper.byLayer(backbone, "relu", pictures);
    Backbone plain = Deeper.byLayer(backbone, "relu");
    INDArray expected = activation(backbone, "relu", false);

    assertThat(Pictures.difference(activation(deeper, "relu.deeper1.relu", true), expected))
        .isGreaterThan(0);
    double seen = Pictures.difference(normOnBatch(deeper), expected);
    double unseen = Pictures.difference(normOnBatch(plain), expected);
    assertThat(seen).isLessThan(1e-3);
    assertThat(unseen).isGreaterThan(0.1);
  }

  /** gamma (x - batch mean) / batch deviation + beta, then ReLU. */
  private INDArray normOnBatch(Backbone deeper) {
    INDArray x = activation(backbone, "relu", false);
    INDArray mean = x.mean(0, 2, 3).reshape(1, 16, 1, 1);
    INDArray var = x.var(false, 0, 2, 3).reshape(1, 16, 1, 1);
    INDArray gamma = deeper.graph().getParam("relu.deeper1.bn_gamma").reshape(1, 16, 1, 1);
    INDArray beta = deeper.graph().getParam("relu.deeper1.bn_beta").reshape(1, 16, 1, 1);
    INDArray normal =
        x.sub(mean).div(org.nd4j.linalg.ops.transforms.Transforms.sqrt(var.add(1e-5)));
    return org.nd4j.linalg.ops.transforms.Transforms.relu(normal.mul(gamma).add(beta));
  }

  private INDArray activation(Backbone of, String vertex, boolean train) {
    return of.graph().feedForward(pictures, train).get(vertex);
  }

  @Test
  void residualBlock_addsNothingYet() {
    Backbone deeper = Deeper.byBlock(backbone, "layer3.1.relu", Seed.of(1));

    assertSameFunction(deeper);
    assertThat(deeper.graph().getParam("layer3.1.relu.deeper1.conv1_W").stdNumber().doubleValue())
        .isPositive();
  }

  @Test
  void severalInOnePlace_changeNothing() {
    Backbone once = Deeper.byBlock(backbone, "layer4.1.relu", Seed.of(1));
    Backbone twice = Deeper.byBlock(once, "layer4.1.relu", Seed.of(2));
    Backbone wide = Wider.by(Deeper.byLayer(twice, "layer1.0.relu1"), 1.5, 0, Seed.of(3));

    assertSameFunction(twice);
    assertSameFunction(wide);
  }

  @Test
  void denseLayer_behindTheFeatures_becomesTheFeatures() {
    Backbone leNet = ForeignZooTest.leNet();
    INDArray digits = Pictures.drawn(1, 2, 1, 28, 28);

    Backbone deeper = Deeper.byLayer(leNet, "4");

    assertThat(deeper.featureVertex()).isEqualTo("4.deeper1.relu");
    assertThat(
            Pictures.difference(
                deeper.graph().outputSingle(digits), leNet.graph().outputSingle(digits)))
        .isLessThan(1e-4);
  }

  @Test
  void placeThatMayBeNegative_isRefused() {
    assertThatThrownBy(() -> Deeper.byLayer(backbone, "layer1.0.bn1"))
        .hasMessage(
            "after must be a vertex that ends with ReLU, whose numbers another ReLU does not change, but 'layer1.0.bn1' does not");
    assertThatThrownBy(() -> Deeper.byLayer(backbone, "fc"))
        .hasMessageContaining("after must be a vertex of a layer group");
    assertThatThrownBy(() -> Deeper.byBlock(ForeignZooTest.leNet(), "4", Seed.of(1)))
        .hasMessageContaining("must give a map for a block");
  }

  /** DL4J gives a batch norm the network's default activation, and does not apply it. */
  @Test
  void batchNormWithAnActivation_isRefused() {
    Backbone tanh =
        SmallNetworks.of(
            net ->
                net.addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
                    .addLayer("bn", new BatchNormalization(), "conv")
                    .addLayer("top", new ActivationLayer(Activation.TANH), "bn"));

    assertThatThrownBy(() -> Deeper.byLayer(tanh, "bn"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bn' does not");
    INDArray small = Pictures.drawn(1, 2, 3, SmallNetworks.SIZE, SmallNetworks.SIZE);
    assertThat(
            Pictures.difference(
                Deeper.byLayer(tanh, "conv").graph().outputSingle(small),
                tanh.graph().outputSingle(small)))
        .isLessThan(1e-4);
  }
}
