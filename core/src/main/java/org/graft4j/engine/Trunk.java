package org.graft4j.engine;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.Acceleration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network, or its part up to a frontier, ready to be run and no longer to be changed: the frozen
 * part of a network in training, and the whole of it in use.
 *
 * <p>Takes a copy of the parameters when it is made: what becomes of the graph later does not
 * matter. Runs in inference mode: no dropout, batch norm by its stored statistics. Equal to the
 * graph's own output within 1e-4; the values of an example do not depend on the others of its
 * batch.
 *
 * <p>Where oneDNN is at hand and all weights are numbers, convolutions run with their batch norm,
 * sum and activation folded in, in oneDNN's own layouts from the first layer to the last, and
 * without taking memory once the first batch of a shape is through. Vertices that are not known
 * here run as they are, in between. Elsewhere (a GPU, numbers other than FLOAT, sequences,
 * acceleration switched off) the graph itself runs.
 *
 * <p>Thread-safe: as many batches run at once as there are processors, or as the limit on memory
 * outside the heap has room for, each in working memory of its own; further calls wait their turn.
 */
public final class Trunk implements AutoCloseable {
  private final String frontier;
  private final Optional<InferenceNetwork> network;
  private final Optional<INDArray> parameters;
  private final InputForm form;
  private final RunnerPool pool;

  private Trunk(ComputationGraph graph, String frontier) {
    this.frontier = frontier;
    int processors = Runtime.getRuntime().availableProcessors();
    this.form = InputForm.of(Lowering.of(graph, frontier), graph);
    this.network = folded(graph, frontier);
    if (network.isPresent()) {
      InferenceNetwork folded = network.get();
      this.parameters = Optional.empty();
      this.pool =
          new RunnerPool(() -> new ProgramRunner(folded), processors, RunnerPool::halfOfWhatIsLeft);
    } else {
      ComputationGraph copy = GraphEdits.truncatedAt(graph, frontier);
      ComputationGraphConfiguration conf = copy.getConfiguration();
      this.parameters = Optional.ofNullable(copy.params());
      this.pool =
          new RunnerPool(
              () -> new GraphRunner(GraphCopy.of(conf, copy.params())),
              processors,
              RunnerPool::halfOfWhatIsLeft);
    }
  }

  private static Optional<InferenceNetwork> folded(ComputationGraph graph, String frontier) {
    if (!OneDnn.available()
        || graph.getConfiguration().getDataType() != DataType.FLOAT
        || !Lowering.picturesAndRows(graph.getConfiguration())) {
      return Optional.empty();
    }
    InferenceNetwork network = InferenceNetwork.of(graph, frontier);
    if (network.finite()) {
      return Optional.of(network);
    }
    network.close();
    return Optional.empty();
  }

  /**
   * A whole network.
   *
   * @throws IllegalArgumentException unless it has one input and one output
   */
  public static Trunk of(ComputationGraph graph) {
    if (graph.getNumOutputArrays() != 1) {
      throw new IllegalArgumentException(
          "graph must have one output, but had " + graph.getConfiguration().getNetworkOutputs());
    }
    return upTo(graph, graph.getConfiguration().getNetworkOutputs().get(0));
  }

  /**
   * The part of a network that one vertex depends on.
   *
   * @param frontier the vertex whose output is the trunk's
   * @throws IllegalArgumentException if there is no such vertex, or not one input
   */
  public static Trunk upTo(ComputationGraph graph, String frontier) {
    Acceleration.enable();
    if (graph.getNumInputArrays() != 1) {
      throw new IllegalArgumentException(
          "graph must have one input, but had " + graph.getConfiguration().getNetworkInputs());
    }
    return new Trunk(graph, frontier);
  }

  /** The vertex whose output this gives. */
  public String frontier() {
    return frontier;
  }

  /**
   * SHA-256 of what a network computes up to a vertex, 64 hexadecimal digits: layers, their
   * settings that matter in inference, every parameter. Two trunks of one digest compute the same;
   * how they were trained, and will be, does not matter.
   *
   * @throws IllegalArgumentException if there is no such vertex
   */
  public static String digest(ComputationGraph graph, String frontier) {
    return TrunkDigest.of(graph, frontier);
  }

  /** What it runs on: {@code "oneDNN 2.5.2"} or {@code "DL4J"}. */
  public String engine() {
    return network.isPresent() ? "oneDNN " + OneDnn.version() : "DL4J";
  }

  /** The vertices that run as they are in DL4J, in the order of the graph; for a report. */
  public List<String> asTheyAre() {
    return network.map(InferenceNetwork::asTheyAre).orElse(List.of());
  }

  /**
   * Runs a batch.
   *
   * @param batch {@code [batch, channels, height, width]} as the network takes it; not changed. The
   *     first batch of a shape takes longer; three shapes are remembered
   * @return the frontier's output, {@code [batch, width]} or {@code [batch, channels, height,
   *     width]}; the caller's own, to be closed
   * @throws IllegalArgumentException if the batch is empty, does not fit the network, or holds NaN
   *     or infinity
   * @throws IllegalStateException if this is closed
   */
  public INDArray output(INDArray batch) {
    form.require(batch);
    return pool.run(batch);
  }

  /** Memory outside the heap that it holds now: weights and working memory. */
  public long bytes() {
    return network.map(InferenceNetwork::bytes).orElse(0L)
        + parameters
            .filter(p -> !p.wasClosed())
            .map(p -> p.length() * p.dataType().width())
            .orElse(0L)
        + pool.bytes();
  }

  /** Lets go of the memory outside the heap; calls under way end first. */
  @Override
  public void close() {
    if (pool.shut()) {
      network.ifPresent(InferenceNetwork::close);
      parameters.ifPresent(INDArray::close);
    }
  }
}
