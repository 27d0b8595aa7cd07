package org.graft4j.layer;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;

/** A row for each class of the package, and for each of its forms. */
final class LayerTable {
  private LayerTable() {}

  static Stream<Row> rows() {
    return Stream.of(convolutions(), activations(), vertices(), channelwise())
        .flatMap(List::stream);
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
        Row.of(conv(3, 2).stride(2, 1).samePadding().nOut(4).build(), "Same padding", 3, 6, 5),
        Row.of(conv(2, 2).padding(1, 0, 0, 1).nOut(5).build(), "one group", 3, 4, 5),
        Row.of(new PlacewiseDense.Builder().nOut(5).build(), "with bias", 3, 4, 5));
  }

  private static GroupedConvolution.Builder conv(int height, int width) {
    return new GroupedConvolution.Builder(height, width);
  }

  private static List<Row> activations() {
    return Stream.of(new HardSwish(), new HardSigmoid6(), new Relu6(), new SiLU(), new ExactGelu())
        .map(Row::of)
        .toList();
  }

  private static List<Row> vertices() {
    return List.of(
        Row.of(new AdaptiveAveragePooling(3, 2), "smaller", 2, 5, 4),
        Row.of(new AdaptiveAveragePooling(1, 1), "to one place", 2, 5, 4),
        Row.of(new AdaptiveAveragePooling(4, 4), "larger", 2, 2, 3),
        Row.of(new CeilMaxPooling(3, 2, 0), "a window cut off", 2, 6, 8),
        Row.of(new CeilMaxPooling(3, 2, 1), "padded", 3, 5, 6),
        Row.of(new CeilMaxPooling(2, 3, 1), "places between windows", 2, 6, 7),
        Row.of(new CeilMaxPooling(3, 2, 0), "pictures smaller than its window", 2, 2, 2),
        Row.of(new PaddedShortcut(2, 1, 3), "every second place", 3, 5, 4),
        Row.of(new PaddedShortcut(1, 0, 2), "every place", 2, 3, 4),
        gated("by one place a channel", new AdaptiveAveragePooling(1, 1)),
        gated("by rows", null));
  }

  private static Row gated(String name, @Nullable AdaptiveAveragePooling pooling) {
    return new Row(
        ChannelScale.class,
        name,
        3,
        4,
        5,
        graph -> {
          if (pooling == null) {
            graph.addLayer(
                "gate", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "below");
          } else {
            graph.addVertex("gate", pooling, "below");
          }
          graph.addVertex("it", new ChannelScale(), "below", "gate");
        });
  }

  private static List<Row> channelwise() {
    return List.of(
        Row.of(new ChannelNorm.Builder().build(), "of pictures", 5, 3, 4),
        ofRows(new ChannelNorm.Builder().eps(1e-6).build()),
        Row.of(new ChannelGain.Builder().build(), "of pictures", 3, 4, 3),
        ofRows(new ChannelGain.Builder().initial(0.5).build()),
        Row.of(new StochasticDepth(0.5), "of pictures", 3, 4, 3),
        ofRows(new StochasticDepth(0)));
  }

  private static Row ofRows(Layer layer) {
    return new Row(
        layer.getClass(),
        "of rows",
        4,
        3,
        3,
        graph -> {
          graph.addLayer("rows", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "below");
          graph.addLayer("it", layer.clone(), "rows");
        });
  }
}
