package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.FrozenLayers;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Puts a new head in the place of a backbone's own. The backbone's graph is not changed. */
final class Graft {

  /** Name of the head's layer, of the parameters' prefix and of the network's output. */
  static final String HEAD = "head";

  private Graft() {}

  /**
   * The backbone up to its features, frozen, with the head on top.
   *
   * @param seed decides the head's initial weights, and nothing else
   */
  static ComputationGraph onto(Backbone backbone, Head head, Seed seed) {
    Acceleration.enable();
    ComputationGraph source = backbone.graph();
    ComputationGraphConfiguration conf = source.getConfiguration();
    Set<String> kept = GraphEdits.ancestors(conf, backbone.featureVertex());
    if (kept.contains(HEAD)) {
      throw new IllegalArgumentException(
          "the backbone must not have a vertex named 'head', which is the new head's name");
    }
    ComputationGraph grafted =
        RngState.keeping(
            () -> {
              // The fine-tune configuration comes first: edits before it are dropped silently
              // (deeplearning4j issue 8992).
              TransferLearning.GraphBuilder builder =
                  new TransferLearning.GraphBuilder(withoutDrawing(source))
                      .fineTuneConfiguration(
                          new FineTuneConfiguration.Builder()
                              .seed(seed.derive("head"))
                              .updater(new NoOp())
                              .build())
                      .setFeatureExtractor(backbone.featureVertex());
              for (String vertex : new ArrayList<>(conf.getVertices().keySet())) {
                if (!kept.contains(vertex)) {
                  builder.removeVertexAndConnections(vertex);
                }
              }
              return builder
                  .addLayer(HEAD, layer(head, backbone.featureWidth()), backbone.featureVertex())
                  .setOutputs(HEAD)
                  .build();
            });
    return withWeightsOf(source, kept, grafted);
  }

  private static OutputLayer layer(Head head, int featureWidth) {
    Head.Linear linear = (Head.Linear) head;
    OutputLayer.Builder builder =
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(featureWidth)
            .nOut(linear.labels().size())
            .weightInit(WeightInit.XAVIER)
            .activation(Activation.SOFTMAX);
    // DL4J takes the share that is kept.
    return linear.dropout() > 0 ? builder.dropOut(1 - linear.dropout()).build() : builder.build();
  }

  /**
   * The same network over the same parameters, whose layers do not draw any when they are made
   * anew: transfer learning draws random weights for the whole network, and then copies over them.
   */
  private static ComputationGraph withoutDrawing(ComputationGraph source) {
    ComputationGraphConfiguration conf = source.getConfiguration().clone();
    conf.setIterationCount(source.getIterationCount());
    conf.setEpochCount(source.getEpochCount());
    weighted(conf).values().forEach(layer -> layer.setWeightInitFn(new WeightInitConstant(0)));
    ComputationGraph quick = new ComputationGraph(conf);
    quick.init(source.params(), false);
    return quick;
  }

  /** The layers that draw weights, by vertex. */
  private static Map<String, BaseLayer> weighted(ComputationGraphConfiguration conf) {
    Map<String, BaseLayer> layers = new HashMap<>();
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex v
                  && FrozenLayers.unwrap(v.getLayerConf().getLayer()) instanceof BaseLayer base) {
                layers.put(name, base);
              }
            });
    return layers;
  }

  /** Transfer learning gives FLOAT whatever came in, and random weights for some vertices. */
  private static ComputationGraph withWeightsOf(
      ComputationGraph source, Set<String> kept, ComputationGraph grafted) {
    DataType type = source.getConfiguration().getDataType();
    ComputationGraph typed =
        grafted.getConfiguration().getDataType() == type ? grafted : grafted.convertDataType(type);
    Map<String, BaseLayer> asConfigured = weighted(source.getConfiguration());
    weighted(typed.getConfiguration())
        .forEach(
            (name, layer) -> {
              if (kept.contains(name)) {
                layer.setWeightInitFn(asConfigured.get(name).getWeightInitFn());
              }
            });
    typed
        .paramTable()
        .forEach(
            (name, values) -> {
              if (kept.contains(name.substring(0, name.lastIndexOf('_')))) {
                values.assign(source.getParam(name));
              }
            });
    return typed;
  }
}
