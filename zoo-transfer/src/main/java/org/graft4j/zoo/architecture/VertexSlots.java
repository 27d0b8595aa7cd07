package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.PlacewiseDense;
import org.graft4j.runtime.FrozenLayers;
import org.graft4j.zoo.architecture.ParameterSlot.Layout;

/**
 * What torch calls the parameters of one vertex: the only place that knows. A vertex has the name
 * of torch's module, so that keys are {@code VERTEX.weight} and the like.
 */
final class VertexSlots {
  private VertexSlots() {}

  static List<ParameterSlot> of(String name, GraphVertex vertex) {
    if (FrozenLayers.unwrap(vertex) instanceof LayerVertex layerVertex) {
      Layer layer = FrozenLayers.unwrap(layerVertex.getLayerConf().getLayer());
      if (layer instanceof BatchNormalization norm
          && !norm.isUseLogStd()
          && !norm.isLockGammaBeta()) {
        return batchNorm(name, norm.getNOut());
      }
      if (layer instanceof ChannelNorm norm) {
        return List.of(
            row(name, "weight", "gamma", norm.getNOut()),
            row(name, "bias", "beta", norm.getNOut()));
      }
      if (layer instanceof ChannelGain gain) { // torch has it as a parameter, not as a module
        List<Long> shape = List.of(gain.getNOut(), 1L, 1L);
        return List.of(new ParameterSlot(name, shape, name + "_gamma", Layout.RESHAPED));
      }
      if (layer.getClass() == ConvolutionLayer.class) {
        ConvolutionLayer conv = (ConvolutionLayer) layer;
        int[] kernel = conv.getKernelSize();
        return weighted(
            name,
            List.of(conv.getNOut(), conv.getNIn(), (long) kernel[0], (long) kernel[1]),
            Layout.SAME,
            conv.hasBias());
      }
      if (layer instanceof PlacewiseDense dense) {
        return weighted(
            name, List.of(dense.getNOut(), dense.getNIn()), Layout.RESHAPED, dense.hasBias());
      }
      if (layer instanceof GroupedConvolution conv) {
        int[] kernel = conv.getKernelSize();
        long seen = conv.getNIn() / conv.getGroups();
        return weighted(
            name,
            List.of(conv.getNOut(), seen, (long) kernel[0], (long) kernel[1]),
            Layout.SAME,
            conv.hasBias());
      }
      if (layer.getClass() == DenseLayer.class) {
        DenseLayer dense = (DenseLayer) layer;
        return weighted(
            name, List.of(dense.getNOut(), dense.getNIn()), Layout.TRANSPOSED, dense.hasBias());
      }
    }
    throw new IllegalArgumentException(
        "layer '"
            + name
            + "' must have a counterpart in torch: convolution, dense layer, channel norm, channel gain, or batch norm with useLogStd(false) and its own gamma and beta");
  }

  private static List<ParameterSlot> batchNorm(String name, long n) {
    return List.of(
        row(name, "weight", "gamma", n),
        row(name, "bias", "beta", n),
        row(name, "running_mean", "mean", n),
        row(name, "running_var", "var", n));
  }

  private static List<ParameterSlot> weighted(
      String name, List<Long> shape, Layout layout, boolean bias) {
    List<ParameterSlot> slots = new ArrayList<>();
    slots.add(new ParameterSlot(name + ".weight", shape, name + "_W", layout));
    if (bias) {
      slots.add(row(name, "bias", "b", shape.get(0)));
    }
    return slots;
  }

  private static ParameterSlot row(String vertex, String torch, String parameter, long n) {
    return new ParameterSlot(
        vertex + "." + torch, List.of(n), vertex + "_" + parameter, Layout.ROW);
  }
}
