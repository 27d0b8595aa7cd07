package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values by hand, and what is refused. */
class ChannelLayersTest {

  /** Channels 1, 3 and 8 at one place: mean 4, biased variance 26/3. */
  @Test
  void channelNorm_ofAPlace_usesTheBiasedVarianceOfItsChannels() {
    Row row = Row.of(new ChannelNorm.Builder().eps(1e-6).build(), "", 3, 1, 2);
    ComputationGraph graph = row.graph(DataType.DOUBLE);
    graph.getParam("it_gamma").assign(Nd4j.createFromArray(1.0, 2, -1));
    graph.getParam("it_beta").assign(Nd4j.createFromArray(0.0, 0, 5));

    INDArray out =
        graph
            .getLayer("it")
            .activate(
                Nd4j.createFromArray(1.0, 7, 3, 7, 8, 7).reshape(1, 3, 1, 2),
                false,
                LayerWorkspaceMgr.noWorkspaces());

    double std = Math.sqrt(26 / 3.0 + 1e-6);
    assertThat(out.reshape(6).toDoubleVector())
        .containsExactly(new double[] {-3 / std, 0, -2 / std, 0, 5 - 4 / std, 5}, within(1e-14));
  }

  @Test
  void channelGain_ofAFreshNetwork_hasItsInitialValue() {
    ChannelGain gain = new ChannelGain.Builder().initial(1e-6).build();
    gain.setNIn(InputType.convolutional(2, 2, 7), true);

    assertThat(gain.getNOut()).isEqualTo(7);
    assertThat(gain.parameters().get(0).initial()).isEqualTo(1e-6);
    assertThat(new ChannelGain.Builder().build().getInitial()).isEqualTo(1e-6);
  }

  /** All numbers are below zero, so that a padding of zeros would show. */
  @Test
  void ceilMaxPooling_ofNegativeNumbers_ignoresWhatLiesOutside() {
    ComputationGraph graph = Row.of(new CeilMaxPooling(3, 2, 0), "", 1, 4, 4).graph(DataType.FLOAT);
    INDArray x = Nd4j.linspace(DataType.FLOAT, -16.0, 1.0, 16).reshape(1, 1, 4, 4);
    graph.getParam("below_W").assign(1);
    graph.getParam("below_b").assign(0);

    INDArray out = graph.feedForward(x, false).get("it");

    assertThat(out.reshape(4).toFloatVector()).containsExactly(-6, -5, -2, -1);
  }

  /** torch: MaxPool2d(k, s, p, ceil_mode=True) of an axis of that length. */
  @Test
  void ceilMaxPooling_places_areTorchs() {
    assertThat(new CeilMaxPooling(3, 2, 0).places(111)).isEqualTo(55);
    assertThat(new CeilMaxPooling(3, 2, 0).places(54)).isEqualTo(27);
    assertThat(new CeilMaxPooling(3, 2, 0).places(55)).isEqualTo(27);
    assertThat(new CeilMaxPooling(3, 2, 1).places(112)).isEqualTo(57);
    assertThat(new CeilMaxPooling(2, 2, 1).places(4)).isEqualTo(3);
    assertThat(new CeilMaxPooling(2, 3, 1).places(5)).isEqualTo(2); // a third would start outside
    assertThat(new CeilMaxPooling(3, 2, 0).places(2)).isEqualTo(1);
    assertThat(new CeilMaxPooling(7, 2, 0).places(6)).isEqualTo(1);
  }

  @Test
  void places_ofAnAxisWithRoomForNoWindow_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CeilMaxPooling(3, 2, 0).places(1))
        .withMessageContaining("1 places were left for a window of 3 in steps of 2 with padding 0");
  }

  @Test
  void paddedShortcut_ofStrideTwo_takesTheFirstOfEachPairBetweenZeros() {
    ComputationGraph graph = Row.of(new PaddedShortcut(2, 1, 2), "", 1, 3, 4).graph(DataType.FLOAT);
    INDArray x = Nd4j.linspace(DataType.FLOAT, 1.0, 1.0, 12).reshape(1, 1, 3, 4);
    graph.getParam("below_W").assign(1);
    graph.getParam("below_b").assign(0);

    INDArray out = graph.feedForward(x, false).get("it");

    assertThat(out.reshape(16).toFloatVector())
        .containsExactly(0, 0, 0, 0, 1, 3, 9, 11, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void channelScale_withAGateOfOtherChannels_isRefused() {
    assertThatThrownBy(
            () ->
                new ChannelScale()
                    .getOutputType(
                        0, InputType.convolutional(4, 4, 3), InputType.convolutional(1, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels");
    assertThatThrownBy(() -> new ChannelScale().getOutputType(0, InputType.convolutional(4, 4, 3)))
        .hasMessageContaining("2 inputs");
  }

  @Test
  void settings_thatMakeNoSense_areRefusedWithTheirValues() {
    assertThatThrownBy(() -> new CeilMaxPooling(3, 2, 2)).hasMessageContaining("3, 2 and 2");
    assertThatThrownBy(() -> new PaddedShortcut(0, 1, 1)).hasMessageContaining("0, 1 and 1");
    assertThatThrownBy(() -> new StochasticDepth(1)).hasMessageContaining("was 1.0");
    assertThatThrownBy(() -> new StochasticDepth(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new ChannelNorm.Builder().eps(0).build()).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new ChannelGain.Builder().initial(Double.NaN).build())
        .hasMessageContaining("NaN");
  }
}
