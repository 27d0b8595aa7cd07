package org.graft4j.transfer.compress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.PlacewiseDense;
import org.graft4j.layer.Relu6;
import org.graft4j.layer.SiLU;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Output channels of a layer that nothing but convolutions and dense layers read, by way of what
 * treats each channel by itself and makes zero of zero: one of them can be taken out, and where it
 * was zero nothing changes.
 *
 * @param producer the layer whose output channels they are
 * @param norms the batch norms on the way, nearest first
 * @param readers the layers whose input channels they are
 */
record InternalChannels(String producer, List<String> norms, List<String> readers) {

  private static final Set<Class<?>> MIXING =
      Set.of(ConvolutionLayer.class, PlacewiseDense.class, DenseLayer.class);

  private static final Set<Class<?>> CHANNELWISE =
      Set.of(
          BatchNormalization.class,
          ActivationLayer.class,
          DropoutLayer.class,
          SubsamplingLayer.class,
          GlobalPoolingLayer.class);

  private static final Set<Class<?>> ZERO_OF_ZERO =
      Set.of(
          ActivationIdentity.class,
          ActivationReLU.class,
          ActivationReLU6.class,
          ActivationLReLU.class,
          ActivationTanH.class,
          Relu6.class,
          SiLU.class,
          HardSwish.class,
          ExactGelu.class);

  /**
   * Those of all layers that have such.
   *
   * @param conf of stock layers, nothing frozen
   * @param kept vertices whose output must keep its width
   */
  static List<InternalChannels> of(ComputationGraphConfiguration conf, Set<String> kept) {
    Map<String, List<String>> consumers = new LinkedHashMap<>();
    conf.getVertexInputs()
        .forEach(
            (vertex, inputs) ->
                inputs.forEach(
                    in -> consumers.computeIfAbsent(in, name -> new ArrayList<>()).add(vertex)));
    List<InternalChannels> all = new ArrayList<>();
    for (String vertex : conf.getVertices().keySet()) {
      Layer layer = layer(conf, vertex);
      if (layer != null && mixes(layer) && !(layer instanceof OutputLayer) && keepsZero(layer)) {
        Walk walk = new Walk(conf, consumers, kept);
        if (walk.from(vertex) && !walk.readers.isEmpty()) {
          all.add(new InternalChannels(vertex, List.copyOf(walk.norms), List.copyOf(walk.readers)));
        }
      }
    }
    return all;
  }

  private static @Nullable Layer layer(ComputationGraphConfiguration conf, String vertex) {
    GraphVertex described = conf.getVertices().get(vertex);
    return described instanceof LayerVertex of && of.getPreProcessor() == null
        ? of.getLayerConf().getLayer()
        : null;
  }

  private static boolean mixes(Layer layer) {
    return MIXING.contains(layer.getClass())
        || (layer instanceof GroupedConvolution grouped && grouped.getGroups() == 1);
  }

  private static boolean keepsZero(Layer layer) {
    if (layer instanceof BatchNormalization) {
      return true; // has a function, and does not apply it
    }
    IActivation function =
        layer instanceof ActivationLayer activation
            ? activation.getActivationFn()
            : layer instanceof BaseLayer base ? base.getActivationFn() : null;
    return function == null || ZERO_OF_ZERO.contains(function.getClass());
  }

  /** Follows the channels to all that reads them. */
  private static final class Walk {
    private final ComputationGraphConfiguration conf;
    private final Map<String, List<String>> consumers;
    private final Set<String> kept;
    private final Set<String> norms = new LinkedHashSet<>();
    private final Set<String> readers = new LinkedHashSet<>();

    Walk(
        ComputationGraphConfiguration conf, Map<String, List<String>> consumers, Set<String> kept) {
      this.conf = conf;
      this.consumers = consumers;
      this.kept = kept;
    }

    /** Whether all ways end in layers that mix channels. */
    boolean from(String vertex) {
      if (kept.contains(vertex)) {
        return false;
      }
      for (String next : consumers.getOrDefault(vertex, List.of())) {
        if (!passes(next)) {
          return false;
        }
      }
      return true;
    }

    private boolean passes(String vertex) {
      if (conf.getVertices().get(vertex) instanceof CeilMaxPooling) {
        return from(vertex);
      }
      Layer layer = layer(conf, vertex);
      if (layer == null) {
        return false;
      }
      if (mixes(layer) || layer.getClass() == OutputLayer.class) {
        readers.add(vertex);
        return true;
      }
      if (!CHANNELWISE.contains(layer.getClass()) || !keepsZero(layer)) {
        return false;
      }
      if (layer instanceof BatchNormalization) {
        norms.add(vertex);
      }
      return from(vertex);
    }
  }
}
