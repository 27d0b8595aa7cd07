package org.graft4j.bundle;

import java.util.ArrayList;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.learning.config.Sgd;

/** The network as plain DL4J reads it: its own layers, and nothing of how it was trained. */
final class StockGraph {
  private StockGraph() {}

  /** A copy that gives the same outputs. */
  static ComputationGraph of(ComputationGraph graph) {
    ComputationGraph stock = GraphEdits.withStockLayers(graph);
    for (Layer layer : stock.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer conf) {
        // Optimisers and penalties of our own would need our jars to be read; none runs in use.
        conf.setIUpdater(new Sgd(Sgd.DEFAULT_SGD_LR));
        conf.setBiasUpdater(null);
        conf.setRegularization(new ArrayList<>());
        conf.setRegularizationBias(new ArrayList<>());
      }
    }
    stock.getConfiguration().setIterationCount(0);
    stock.getConfiguration().setEpochCount(0);
    return stock;
  }
}
