package org.graft4j.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss and gradients of a graph for one batch: what {@code ComputationGraph} computes, to 1e-4, in
 * a fraction of the time. Nothing is computed backward below the lowest layer that trains, nothing
 * is kept there, and frozen parameters have no gradient; batch norms on fixed statistics cost
 * nothing.
 *
 * <p>Parameters are the graph's own, read at each call and never written. Layers that are not known
 * here run as they are, also output layers with another loss than softmax and cross-entropy.
 * Confined to one thread.
 */
public final class GradientEngine implements AutoCloseable {
  /** Full batches, and an epoch's last one. */
  private static final int KEPT = 2;

  private final ComputationGraph graph;
  private final TrainingPlan plan;
  private final InferenceNetwork frozen;
  private final Slopes slopes;
  private boolean closed;
  private final Map<List<Long>, TrainingProgram> programs = new LinkedHashMap<>(4, 0.75f, true);

  private GradientEngine(ComputationGraph graph) {
    // Vertices keep inputs and gradients: the caller's own stay as they are.
    this.graph = GraphCopy.over(graph);
    this.plan = new TrainingPlan(this.graph);
    this.slopes = new Slopes(this.graph);
    this.frozen =
        InferenceNetwork.of(
            this.graph,
            plan.nodes().stream()
                .filter(n -> !plan.hasGradient(n.name()) && !(n.op() instanceof Op.Vertex))
                .toList());
  }

  /**
   * The engine for a graph; empty where it cannot serve: without oneDNN, for numbers other than
   * FLOAT, for more than one input or output, for an output without a loss, for sequences, for a
   * frozen layer above a trained one that is not known here, since DL4J's gives no gradient (its
   * own pass fails there), and where a parameter is no number, which a ReLU of oneDNN's would hide.
   *
   * @param graph frozen as it will stay; its frozen parameters must not change
   */
  public static Optional<GradientEngine> of(ComputationGraph graph) {
    Acceleration.enable();
    boolean served =
        graph.getNumInputArrays() == 1
            && graph.getNumOutputArrays() == 1
            && graph.getConfiguration().getDataType() == DataType.FLOAT
            && graph.getOutputLayer(0) instanceof IOutputLayer
            && Lowering.picturesAndRows(graph.getConfiguration())
            && graph.params() != null
            && Double.isFinite(graph.params().sumNumber().doubleValue())
            && OneDnn.available();
    if (!served) {
      return Optional.empty();
    }
    GradientEngine engine = new GradientEngine(graph);
    if (engine.frozen.finite() && !engine.plan.endsAtFrozenVertex()) {
      return Optional.of(engine);
    }
    engine.close();
    return Optional.empty();
  }

  /**
   * Computes loss and gradients, and changes no parameter.
   *
   * @param batch as the network takes it; not changed
   * @param labels as its output layer takes them; not changed
   * @return the loss, the mean over the batch; NaN if the batch holds NaN or infinity, and then the
   *     gradients are those of before
   * @throws IllegalArgumentException if the batch is empty or does not fit the network
   * @throws IllegalStateException if this is closed
   */
  public double compute(INDArray batch, INDArray labels) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    plan.form().requireShape(batch);
    if (!InputForm.finite(batch)) {
      return Double.NaN;
    }
    INDArray rows = Rows.of(batch);
    // DL4J's vertices ask the graph how large the batch is.
    graph.setInput(0, rows);
    try {
      List<Long> shape = Arrays.stream(rows.shape()).boxed().toList();
      TrainingProgram program = programs.get(shape);
      if (program == null) {
        // Making it runs it once: what that draws for dropout must not count.
        program = RngState.keeping(() -> make(shape, rows, labels));
      }
      return program.run(rows, labels);
    } finally {
      graph.clear();
      Rows.release(rows, batch);
    }
  }

  private TrainingProgram make(List<Long> shape, INDArray batch, INDArray labels) {
    if (programs.size() == KEPT) {
      List<Long> oldest = programs.keySet().iterator().next();
      programs.remove(oldest).close();
    }
    TrainingProgram made = new TrainingProgram(graph, plan, frozen, slopes, batch, labels);
    programs.put(shape, made);
    return made;
  }

  /**
   * A gradient after {@link #compute}: the sum over the batch, as DL4J has it; for a running mean
   * or variance what is to be subtracted from it.
   *
   * @param parameter full name, say {@code conv1_W}
   * @return live; overwritten by the next call of {@code compute}; may be changed
   * @throws IllegalArgumentException if the parameter is frozen or there is none of that name
   */
  public INDArray gradient(String parameter) {
    INDArray slope = slopes.get(parameter);
    if (slope == null) {
      throw new IllegalArgumentException("parameter '" + parameter + "' has no gradient");
    }
    return slope;
  }

  /** Memory outside the heap for activations and scratch. */
  public long bytes() {
    return frozen.bytes() + programs.values().stream().mapToLong(TrainingProgram::bytes).sum();
  }

  @Override
  public void close() {
    closed = true;
    programs.values().forEach(TrainingProgram::close);
    programs.clear();
    frozen.close();
    slopes.close();
  }
}
