package org.graft4j.zoo.adapt;

import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.graft4j.layer.GroupedConvolution;

/**
 * Padding in numbers that was right for one size of map only: Keras pads before a stride by what
 * the size leaves over, and unevenly where that is odd.
 */
final class FixedPadding {
  private FixedPadding() {}

  /**
   * Refuses uneven padding of strided windows whose map would be larger or smaller by something
   * else than whole strides. Even padding passes: most networks have it for all sizes alike.
   *
   * @param before what each vertex gives at the size that the padding was made for
   * @param after what it gives at the new one
   */
  static void requireFitting(
      ComputationGraphConfiguration conf,
      Map<String, InputType> before,
      Map<String, InputType> after) {
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              Layer layer = Rebuild.layer(vertex);
              if (layer instanceof GroupedConvolution grouped && !grouped.isSamePadding()) {
                require(conf, name, grouped.getPadding(), grouped.getStride(), before, after);
              } else if (layer instanceof ZeroPaddingLayer zeros) {
                conf.getVertices().entrySet().stream()
                    .filter(e -> conf.getVertexInputs().get(e.getKey()).contains(name))
                    .map(e -> stride(e.getValue()))
                    .forEach(s -> require(conf, name, zeros.getPadding(), s, before, after));
              }
            });
  }

  private static int[] stride(GraphVertex vertex) {
    Layer layer = Rebuild.layer(vertex);
    if (layer instanceof GroupedConvolution grouped) {
      return grouped.getStride();
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return convolution.getStride();
    }
    return layer instanceof SubsamplingLayer pooling ? pooling.getStride() : new int[] {1, 1};
  }

  /** Padding is that at the top, the bottom, the left and the right. */
  private static void require(
      ComputationGraphConfiguration conf,
      String name,
      int[] padding,
      int[] stride,
      Map<String, InputType> before,
      Map<String, InputType> after) {
    String below = conf.getVertexInputs().get(name).get(0);
    if (before.get(below) instanceof InputTypeConvolutional old
        && after.get(below) instanceof InputTypeConvolutional map) {
      boolean rows =
          padding[0] != padding[1] && differs(old.getHeight(), map.getHeight(), stride[0]);
      boolean columns =
          padding[2] != padding[3] && differs(old.getWidth(), map.getWidth(), stride[1]);
      if (rows || columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the network cannot take that size: the uneven padding of '%s' is made for a map of %dx%d, which would be %dx%d; take a size that changes it by whole strides of %dx%d",
                name,
                old.getHeight(),
                old.getWidth(),
                map.getHeight(),
                map.getWidth(),
                stride[0],
                stride[1]));
      }
    }
  }

  private static boolean differs(long before, long after, int stride) {
    return (after - before) % stride != 0;
  }
}
