package org.graft4j.bundle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bounded number of copies of one network, since a graph serves one thread at a time. They share
 * one array of parameters, which nothing writes to, and are made when they are first needed.
 * Thread-safe.
 */
final class GraphPool implements AutoCloseable {
  private final ComputationGraphConfiguration configuration;
  private final INDArray parameters;
  private final int copies;
  private final Semaphore permits;
  private final Deque<ComputationGraph> idle = new ArrayDeque<>();
  private boolean closed;

  /** Copies the graph's parameters, so that training it further changes nothing here. */
  GraphPool(ComputationGraph graph, int copies) {
    this.configuration = graph.getConfiguration().clone();
    this.parameters = graph.params().dup();
    this.copies = copies;
    this.permits = new Semaphore(copies, true);
  }

  /** The output for one batch, {@code [batch, classes]} row by row; waits for a free copy. */
  float[] output(INDArray batch) {
    permits.acquireUninterruptibly();
    try {
      ComputationGraph graph = take();
      try {
        return graph.outputSingle(batch).ravel().toFloatVector();
      } finally {
        giveBack(graph);
      }
    } finally {
      permits.release();
    }
  }

  private synchronized ComputationGraph take() {
    if (closed) {
      throw new IllegalStateException("the classifier is closed");
    }
    ComputationGraph graph = idle.poll();
    return graph != null ? graph : make();
  }

  private ComputationGraph make() {
    return RngState.keeping(
        () -> {
          ComputationGraph graph = new ComputationGraph(configuration.clone());
          graph.init(parameters, false);
          return graph;
        });
  }

  private synchronized void giveBack(ComputationGraph graph) {
    idle.push(graph);
  }

  /** Waits for the calls that are under way, then lets go of the parameters' memory. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(copies);
    try {
      synchronized (this) {
        if (!closed) {
          closed = true;
          idle.clear();
          parameters.close();
        }
      }
    } finally {
      permits.release(copies);
    }
  }
}
