package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.graft4j.runtime.Acceleration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** Gates and norms in every layout that a convolution may leave: which one depends on the CPU. */
class ChannelStepsTest {

  @ParameterizedTest
  @CsvSource({
    "abcd, 5, 3",
    "acdb, 5, 3",
    "aBcd8b, 16, 3",
    "aBcd16b, 32, 1",
    "aBcd16b, 21, 4",
    "acdb, 32, 1"
  })
  void scale_ofALayout_isTheProduct(String layout, int channels, int batch) {
    INDArray x = pictures(batch, channels);
    INDArray gate = SmallNets.fill(Nd4j.zeros(DataType.FLOAT, batch, channels), "gate", -1, 1);
    FusedNode node = FusedNode.of(new Node("it", "it", new Op.Scale(), List.of("x", "gate")));

    INDArray actual =
        run(layout, x, (steps, source) -> steps.scale(node, source, Tensor.over(gate)));

    assertThat(actual).isEqualTo(Broadcast.mul(x, gate, x.ulike(), 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"abcd, 5", "acdb, 5", "aBcd8b, 16", "aBcd16b, 21"})
  void merge_ofALayout_isTheConcatenation(String layout, int channels) {
    INDArray x = pictures(2, channels);

    INDArray actual =
        run(layout, x, (steps, source) -> steps.merge(List.of(source, Tensor.over(x), source)));

    assertThat(actual).isEqualTo(Nd4j.concat(1, x, x, x));
  }

  private interface Call {
    Tensor on(ChannelSteps steps, Tensor source);
  }

  /** Twice, since what was recorded is played. */
  private static INDArray run(String layout, INDArray x, Call call) {
    Acceleration.enable();
    memory.format_tag tag = memory.format_tag.valueOf(layout);
    try (Recording record = new Recording()) {
      Tensor source =
          record.in(Tensor.over(x), new memory.desc(x.shape(), memory.data_type.f32, tag));
      INDArray output = record.array(call.on(new ChannelSteps(record), source));
      output.assign(0);
      record.play();
      return output.dup();
    }
  }

  private static INDArray pictures(int batch, int channels) {
    return SmallNets.fill(Nd4j.zeros(DataType.FLOAT, batch, channels, 4, 3), "x", -1, 1);
  }
}
