package org.graft4j.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;

/** What DL4J's {@code getMemoryReport} asks of a layer. */
final class MemoryReports {
  private MemoryReports() {}

  static LayerMemoryReport of(BaseLayer layer, InputType input) {
    long parameters = layer.initializer().numParams(layer);
    long updater = layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            layer.getLayerName(), layer.getClass(), input, layer.getOutputType(-1, input))
        .standardMemory(parameters, updater)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
