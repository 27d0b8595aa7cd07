package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GroupedConvolutionTest {

  /** Against the sum of the definition, for shapes as ResNeXt, MobileNet and ConvNeXt have them. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void output_ofTheNetworksShapes_isTheSumOfTheDefinition(DataType type) {
    assertSums(type, new GroupedConvolution.Builder(3, 3).groups(32).padding(1, 1).nOut(64), 64, 9);
    assertSums(
        type,
        new GroupedConvolution.Builder(5, 5).groups(24).stride(2, 2).padding(2, 2).nOut(24),
        24,
        11);
    assertSums(type, new GroupedConvolution.Builder(7, 7).groups(16).padding(3, 3).nOut(16), 16, 8);
    assertSums(
        type,
        new GroupedConvolution.Builder(3, 3).groups(8).stride(2, 2).padding(0, 1, 0, 1).nOut(16),
        8,
        8);
    assertSums(
        type,
        new GroupedConvolution.Builder(3, 3).groups(8).stride(2, 2).samePadding().nOut(8),
        8,
        8);
    assertSums(type, new GroupedConvolution.Builder(4, 2).samePadding().nOut(4), 3, 5);
  }

  /** The places of a picture of any size, and no more zeros than they need. */
  @Test
  void samePadding_followsTheSize() {
    GroupedConvolution conf =
        new GroupedConvolution.Builder(3, 3).stride(2, 2).samePadding().nOut(8).build();

    assertThat(conf.places().padding(224, 97)).containsExactly(0, 1, 1, 1);
    assertThat(conf.places().outputSize("it", 224, 97)).containsExactly(112, 49);
    assertThat(conf.places().outputSize("it", 1, 2)).containsExactly(1, 1);
  }

  private static void assertSums(
      DataType type, GroupedConvolution.Builder builder, int channels, int size) {
    GroupedConvolution conf = builder.build();
    ComputationGraph graph = Row.of(conf, "", channels, size, size + 1).graph(type);
    INDArray x = Row.fill(Nd4j.zeros(type, 2, channels, size, size + 1), "x");
    INDArray out = graph.getLayer("it").activate(x, false, LayerWorkspaceMgr.noWorkspaces());
    INDArray w = graph.getParam("it_W");
    INDArray b = graph.getParam("it_b");
    int[] padding = conf.places().padding(x.size(2), x.size(3));
    int each = channels / conf.getGroups();
    long outputs = out.size(1) / conf.getGroups();
    for (long n = 0; n < 2; n++) {
      for (long o = 0; o < out.size(1); o += 3) {
        for (long i = 0; i < out.size(2); i++) {
          for (long j = 0; j < out.size(3); j++) {
            double sum = b.getDouble(o);
            for (long c = 0; c < each; c++) {
              for (int u = 0; u < conf.getKernelSize()[0]; u++) {
                for (int v = 0; v < conf.getKernelSize()[1]; v++) {
                  long y = i * conf.getStride()[0] + u - padding[0];
                  long z = j * conf.getStride()[1] + v - padding[2];
                  if (y >= 0 && y < x.size(2) && z >= 0 && z < x.size(3)) {
                    sum += w.getDouble(o, c, u, v) * x.getDouble(n, o / outputs * each + c, y, z);
                  }
                }
              }
            }
            assertThat(out.getDouble(n, o, i, j))
                .isCloseTo(sum, within(type == DataType.DOUBLE ? 1e-12 : 1e-5));
          }
        }
      }
    }
  }

  @Test
  void groups_thatDoNotDivideTheChannels_areRefusedWithBoth() {
    GroupedConvolution conf = new GroupedConvolution.Builder(3, 3).groups(4).nOut(8).build();

    assertThatThrownBy(() -> conf.setNIn(InputType.convolutional(5, 5, 6), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must divide nIn 6 and nOut 8, but was 4");
    assertThatThrownBy(() -> new GroupedConvolution.Builder(3, 3).groups(0).nOut(8).build())
        .hasMessageContaining("but was 0");
  }

  @Test
  void input_thatIsNoPictureInNchw_isRefused() {
    GroupedConvolution conf = new GroupedConvolution.Builder(3, 3).nOut(8).build();

    assertThatThrownBy(() -> conf.setNIn(InputType.feedForward(5), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NCHW");
    assertThatThrownBy(() -> conf.setNIn(InputType.convolutional(5, 5, 3, CNN2DFormat.NHWC), true))
        .hasMessageContaining("NCHW");
  }

  @Test
  void kernel_largerThanThePaddedPicture_isRefusedWithTheSizes() {
    GroupedConvolution conf = new GroupedConvolution.Builder(5, 5).padding(1, 1).nOut(8).build();

    assertThatThrownBy(() -> conf.getOutputType(0, InputType.convolutional(4, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 x 5")
        .hasMessageContaining("6 x 4");
  }

  /** A configuration from outside is checked as the builder checks. */
  @Test
  void json_withImpossibleSettings_isRefused() {
    String json =
        Row.of(new GroupedConvolution.Builder(3, 3).groups(2).nOut(4).build(), "", 4, 5, 5)
            .graph(DataType.FLOAT)
            .getConfiguration()
            .toJson();

    for (String bad : new String[] {"\"groups\" : 3", "\"groups\" : -2", "\"groups\" : 0"}) {
      assertThatThrownBy(
              () ->
                  ComputationGraphConfiguration.fromJson(json.replace("\"groups\" : 2", bad))
                      .getVertices()
                      .get("it")
                      .numParams(true))
          .hasStackTraceContaining("must divide");
    }
  }

  /**
   * The weights' 1152 numbers lie behind 1056 others in the flat vector: of such a view ND4J's get
   * gives empty arrays for all groups but the first.
   */
  @Test
  void weights_behindFewerOthersThanTheirOwnNumber_areSplitIntoAllTheirGroups() {
    assertSums(DataType.FLOAT, new GroupedConvolution.Builder(3, 3).groups(8).nOut(32), 32, 4);
  }
}
