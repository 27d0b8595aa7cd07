package org.graft4j.transfer.regularise;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.train.objective.StepBatch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the pretrained network gives at some vertices for the batch of a step, in inference mode.
 *
 * <p>Computed once a batch, however many terms ask. A vertex through which alone the following ones
 * see what is below it ends a segment, and the next segment begins there; where that is not so, the
 * next one begins where this one did. Confined to one thread.
 */
final class ReferenceFeatures implements AutoCloseable {

  /**
   * The way to one vertex.
   *
   * @param from the earlier vertex whose output it takes; null for the batch itself
   */
  private record Segment(Trunk trunk, @Nullable String from) {}

  /** Bottom up, by the vertex that it gives. */
  private final Map<String, Segment> segments = new LinkedHashMap<>();

  private final Map<String, INDArray> outputs = new HashMap<>();
  private @Nullable StepBatch seen;

  private ReferenceFeatures() {}

  /**
   * For a stage.
   *
   * @param frontier whose rows the batches hold; empty for pictures
   * @param vertices of the backbone, above the frontier, each after those that it depends on
   */
  static ReferenceFeatures of(Backbone backbone, Optional<String> frontier, List<String> vertices) {
    ReferenceFeatures made = new ReferenceFeatures();
    ComputationGraph part = GraphEdits.truncatedAt(backbone.graph(), backbone.featureVertex());
    if (frontier.isPresent()) {
      part = above(part, frontier.get());
    }
    String from = null;
    boolean done = false;
    try {
      for (int i = 0; i < vertices.size(); i++) {
        String vertex = vertices.get(i);
        made.segments.put(vertex, new Segment(Trunk.upTo(part, vertex), from));
        boolean more = i + 1 < vertices.size();
        if (more && GraphEdits.frontier(part, Set.of(vertex)).equals(Optional.of(vertex))) {
          part = above(part, vertex);
          from = vertex;
        }
      }
      done = true;
    } finally {
      letGo(part);
      if (!done) {
        made.close();
      }
    }
    return made;
  }

  /** In place of the whole, which is a copy of one's own. */
  private static ComputationGraph above(ComputationGraph whole, String frontier) {
    try {
      return GraphEdits.above(whole, frontier);
    } finally {
      letGo(whole);
    }
  }

  /** Trunks have copies of the parameters: the graph's must not wait for the garbage collector. */
  private static void letGo(ComputationGraph graph) {
    INDArray parameters = graph.params();
    if (parameters != null && parameters.closeable()) {
      parameters.close();
    }
  }

  /** Runs on a batch, unless that was the last one. */
  @SuppressWarnings("ReferenceEquality") // equal numbers cost time, and arrays are used again
  void run(StepBatch batch) {
    if (seen == batch) {
      return;
    }
    forget();
    seen = batch;
    // What is no number the training loop reports, which knows the pictures.
    if (Double.isFinite(batch.features().sumNumber().doubleValue())) {
      segments.forEach((vertex, segment) -> outputs.put(vertex, run(segment, batch)));
    }
  }

  private INDArray run(Segment segment, StepBatch batch) {
    INDArray input = segment.from() == null ? batch.features() : outputs.get(segment.from());
    return segment.trunk().output(input);
  }

  /**
   * A vertex's output for the last batch.
   *
   * @return live until the next batch, not to be changed; null if the batch held no numbers
   */
  @Nullable INDArray at(String vertex) {
    return outputs.get(vertex);
  }

  private void forget() {
    seen = null;
    outputs.values().forEach(INDArray::close);
    outputs.clear();
  }

  @Override
  public void close() {
    forget();
    segments.values().forEach(segment -> segment.trunk().close());
  }
}
