package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of ours in PyTorch: the same vertices in the same order, each computed by DJL's function
 * of that name, on copies of the same weights.
 *
 * <p>Does what PyTorch's users do by hand to be quick: nothing is recorded for gradients unless
 * something is trained, an activation is let go after its last reader, and a residual is added in
 * place. Ends at the logits where the graph ends in a softmax. Confined to one thread.
 */
public final class TorchNetwork implements AutoCloseable {

  /**
   * One vertex.
   *
   * @param name as in the graph
   * @param inputs vertices or the network's input
   * @param layer what it computes
   * @param finished inputs that no later vertex reads
   */
  private record Step(String name, List<String> inputs, TorchLayer layer, List<String> finished) {}

  private final NDManager weights;
  private final String input;
  private final List<Step> steps;

  private TorchNetwork(NDManager weights, String input, List<Step> steps) {
    this.weights = weights;
    this.input = input;
    this.steps = steps;
  }

  /** The graph for inference. */
  public static TorchNetwork of(ComputationGraph graph) {
    return of(graph, vertex -> false, false);
  }

  /** The graph for training all of it, batch norms by the batch. */
  public static TorchNetwork training(ComputationGraph graph) {
    return of(graph, vertex -> true, true);
  }

  /**
   * The graph for training.
   *
   * @param trained by vertex name: whose parameters get gradients
   * @param batchStatistics whether batch norms of trained vertices normalise by the batch
   * @throws IllegalArgumentException if the graph has a layer that this does not know
   */
  public static TorchNetwork of(
      ComputationGraph graph, Predicate<String> trained, boolean batchStatistics) {
    NDManager weights = Torch.engine().newBaseManager();
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Map<String, String> lastReader = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (conf.getVertices().containsKey(name)) {
        order.add(name);
        conf.getVertexInputs().get(name).forEach(read -> lastReader.put(read, name));
      }
    }
    List<Step> steps = new ArrayList<>();
    for (String name : order) {
      List<String> inputs = conf.getVertexInputs().get(name);
      TorchLayer layer = TorchLayers.of(graph, name, weights, trained.test(name), batchStatistics);
      List<String> finished =
          inputs.stream().distinct().filter(read -> name.equals(lastReader.get(read))).toList();
      steps.add(new Step(name, inputs, layer, finished));
    }
    return new TorchNetwork(weights, conf.getNetworkInputs().get(0), steps);
  }

  /** Parameters that get gradients, by {@code vertex_parameter}. */
  public Map<String, NDArray> trained() {
    Map<String, NDArray> trained = new HashMap<>();
    for (Step step : steps) {
      step.layer()
          .trained()
          .forEach((parameter, values) -> trained.put(step.name() + "_" + parameter, values));
    }
    return trained;
  }

  /** An array of ours as one of PyTorch's, which the manager owns. */
  public static NDArray copy(INDArray array, NDManager manager) {
    float[] values = new float[Math.toIntExact(array.length())];
    array.dup('c').data().asNioFloat().get(values);
    return manager.create(values, new Shape(array.shape()));
  }

  /**
   * Runs a batch.
   *
   * @param batch {@code [batch, channels, height, width]}; not closed
   * @return the last vertex's output, owned by the batch's manager
   */
  public NDArray forward(NDArray batch) {
    Map<String, NDArray> live = new HashMap<>();
    live.put(input, batch);
    NDArray last = batch;
    for (Step step : steps) {
      List<NDArray> inputs = step.inputs().stream().map(live::get).toList();
      last = step.layer().forward(inputs);
      for (String name : step.finished()) {
        NDArray done = live.remove(name);
        if (done != batch && done != last) {
          done.close();
        }
      }
      live.put(step.name(), last);
    }
    return last;
  }

  @Override
  public void close() {
    weights.close();
  }
}
