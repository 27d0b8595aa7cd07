package org.graft4j.benchmarks;

import java.util.function.Supplier;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;

/** DL4J as it ships: layers look for their helpers when they are made, and here find none. */
final class StockGraph {
  private StockGraph() {}

  /**
   * The same configuration and weights in layers without helpers; layers made later have them
   * again.
   *
   * @throws IllegalStateException if both would be the same
   */
  static ComputationGraph of(ComputationGraph accelerated) {
    ComputationGraph stock =
        withoutHelpers(
            () -> {
              ComputationGraph graph = new ComputationGraph(accelerated.getConfiguration().clone());
              RngState.keeping(() -> graph.init());
              return graph;
            });
    stock.setParams(accelerated.params());
    if (Acceleration.unaccelerated(stock).isEmpty()
        || !Acceleration.unaccelerated(accelerated).isEmpty()) {
      throw new IllegalStateException(
          "DL4J as it ships was to be measured against accelerated layers, but there is no difference: "
              + Acceleration.status().whyNot().orElse("all are accelerated"));
    }
    return stock;
  }

  private static ComputationGraph withoutHelpers(Supplier<ComputationGraph> made) {
    String before = System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    System.clearProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    try {
      return made.get();
    } finally {
      if (before != null) {
        System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, before);
      }
    }
  }
}
