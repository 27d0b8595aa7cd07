package org.graft4j.engine;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The identity, with a {@link Probe} in training. Not to be saved: a probe belongs to one run. Any
 * number of graphs may share it, one after the other.
 */
final class Watch extends GraphVertex {
  private final Probe probe;

  Watch(Probe probe) {
    this.probe = probe;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new WatchVertex(graph, name, index, type, probe);
  }

  /** The very probe: a copy of the graph is watched by the same one. */
  @Override
  public Watch clone() {
    return new Watch(probe);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[0];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(null, getClass(), inputs[0], inputs[0])
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Watch watch && watch.probe.equals(probe);
  }

  @Override
  public int hashCode() {
    return probe.hashCode();
  }
}
