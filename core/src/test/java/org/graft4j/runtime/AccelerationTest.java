package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class AccelerationTest {
  @BeforeEach
  @AfterEach
  void forget() {
    System.clearProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    System.clearProperty(Acceleration.DISABLE_PROPERTY);
  }

  @Test
  void enable_twice_acceleratesNetworksMadeByOthers() {
    Acceleration.enable();
    Acceleration.enable();
    ComputationGraph graph = graph(false, 1);
    assertThat(Acceleration.status().enabled()).isTrue();
    assertThat(Acceleration.status().whyNot()).isEmpty();
    assertThat(Acceleration.unaccelerated(graph)).isEmpty();
    assertThat(Acceleration.unaccelerated(graph.clone())).isEmpty();
  }

  @Test
  void enable_switchedOff_leavesLayersStock() {
    System.setProperty(Acceleration.DISABLE_PROPERTY, "true");
    Acceleration.enable();
    assertThat(Acceleration.unaccelerated(graph(false, 1))).containsExactly("conv", "frozen");
    assertThat(Acceleration.status().whyNot())
        .contains("switched off by -Dgraft4j.acceleration.disable=true");
  }

  @Test
  void enable_switchedOffByDl4jsOwnProperty_isLeftAsTheUserSetIt() {
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "true");
    Acceleration.enable();
    assertThat(Acceleration.unaccelerated(graph(false, 1))).hasSize(2);
    assertThat(Acceleration.status().enabled()).isFalse();
  }

  @Test
  void unaccelerated_dilatedKernel_isListed() {
    Acceleration.enable();
    assertThat(Acceleration.unaccelerated(graph(false, 2))).containsExactly("conv");
  }

  @Test
  void status_ofThisBuild_namesTheLoadedFlavour() {
    Acceleration.Status status = Acceleration.status();
    assertThat(status.backend()).isEqualTo("CPU");
    assertThat(status.natives()).matches("(linux|windows|macosx)-[a-z0-9_]+(-[a-z0-9]+)*");
    assertThat(status.oneDnn()).isEqualTo(status.natives().contains("onednn"));
    assertThat(status.threads()).isPositive();
  }

  @Test
  void check_averageOverCountedPadding_namesTheLayer() {
    Acceleration.enable();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Acceleration.check(graph(true, 1)))
        .withMessageContaining("'pool'")
        .withMessageContaining("ZeroPaddingLayer");
  }

  @Test
  void check_stockEngine_acceptsIt() {
    Acceleration.check(graph(true, 1));
  }

  @Test
  void check_uncountedPadding_acceptsIt() {
    Acceleration.enable();
    Acceleration.check(graph(false, 1));
  }

  private static ComputationGraph graph(boolean countPadding, int dilation) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(12, 12, 3))
                .addLayer(
                    "conv",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .dilation(dilation, dilation)
                        .activation(Activation.RELU)
                        .build(),
                    "in")
                .addLayer(
                    "frozen",
                    new FrozenLayer(
                        new ConvolutionLayer.Builder(1, 1)
                            .nOut(4)
                            .activation(Activation.RELU)
                            .build()),
                    "conv")
                .addLayer(
                    "pool",
                    new SubsamplingLayer.Builder(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(countPadding)
                        .build(),
                    "frozen")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "pool")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }
}
