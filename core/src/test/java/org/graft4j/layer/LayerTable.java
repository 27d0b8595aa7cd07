package org.graft4j.layer;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.activations.Activation;

/** A row for each class of the package, and for each of its forms. */
final class LayerTable {
  private LayerTable() {}

  static Stream<Row> rows() {
    return Stream.of(convolutions(), activations()).flatMap(List::stream);
  }

  private static List<Row> convolutions() {
    return List.of(
        Row.of(conv(3, 3).groups(2).padding(1, 1).nOut(6).build(), "two groups", 4, 5, 6),
        Row.of(
            conv(3, 2).groups(3).stride(2, 1).padding(0, 2, 1, 0).nOut(3).hasBias(false).build(),
            "one output a group, uneven padding, stride, no bias",
            6,
            6,
            5),
        Row.of(conv(3, 3).groups(4).padding(1, 1).nOut(4).build(), "depthwise", 4, 5, 4),
        Row.of(
            conv(5, 3)
                .groups(3)
                .stride(2, 2)
                .padding(2, 1)
                .nOut(6)
                .activation(Activation.TANH)
                .build(),
            "depthwise, two outputs a channel, activation",
            3,
            7,
            6),
        Row.of(
            conv(3, 3).groups(3).stride(2, 2).padding(0, 1, 0, 1).nOut(3).hasBias(false).build(),
            "depthwise, uneven padding",
            3,
            6,
            6),
        Row.of(conv(2, 2).padding(1, 0, 0, 1).nOut(5).build(), "one group", 3, 4, 5));
  }

  private static GroupedConvolution.Builder conv(int height, int width) {
    return new GroupedConvolution.Builder(height, width);
  }

  private static List<Row> activations() {
    return Stream.of(new HardSwish(), new HardSigmoid6(), new Relu6(), new SiLU(), new ExactGelu())
        .map(Row::of)
        .toList();
  }
}
